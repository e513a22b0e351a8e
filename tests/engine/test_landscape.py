"""Loss landscapes: what is measured is the loss there, what lies on a plane lies there, and nobody is disturbed."""

from typing import Any

import numpy as np
import pytest

from engine.errors import SpecError
from engine.network import TrainingData
from engine.run import Run
from engine.spec import read_spec
from engine.trainers.choice import make_trainer
from tests.engine.networks_of_all_kinds import dense, every_network, experiment

Document = dict[str, Any]
SMALL = {"resolution": 5}


def started(document: Document, epochs: int = 3) -> Run:
    run = Run(read_spec(document))
    run.advance_epochs(epochs)
    return run


def look(run: Run, **options: Any) -> dict[str, Any]:
    payload: dict[str, Any] = run.measure({"landscape": {**SMALL, **options}})["probes"]["landscape"]
    assert payload["problem"] is None
    return payload["picture"]  # type: ignore[no-any-return]


def complete(run: Run, **options: Any) -> dict[str, Any]:
    """Look until the picture through the present weights is complete."""
    for _ in range(400):
        picture = look(run, **options)
        if picture["rows_done"] == len(picture["values"]) and picture["center"]["step"] == run.step:
            return picture
    raise AssertionError("the picture never gets complete")


def row(run: Run, parameters: dict[str, Any]) -> np.ndarray[Any, Any]:
    return np.concatenate([parameters[name].ravel() for name in run.trainer.gradients()]).astype(np.float64)


@pytest.mark.parametrize("document", every_network())
@pytest.mark.parametrize("plane", ["weights", "random", "trajectory"])
def test_it_is_the_loss_there_and_looking_changes_nothing(document: Document, plane: str) -> None:
    run, alone = started(document, 2), started(document, 2)
    picture = complete(run, plane=plane)
    assert np.isfinite(picture["values"]).all()
    assert picture["low"] == picture["values"].min()
    assert picture["high"] == picture["values"].max()
    now = picture["now"]
    for axis in "xy":
        low, high = picture["extent"][axis]
        assert low < now[axis] < high
        assert now[axis] == pytest.approx(picture["center"][axis], rel=1e-9, abs=1e-9)
    assert picture["path"].shape == (len(picture["path_epochs"]), 2)
    np.testing.assert_array_equal(picture["path_epochs"], list(run.history.moments))
    assert picture["samples"] <= 256
    if picture["samples"] == run.prepared.data.train_features.shape[1]:
        assert now["loss"] == pytest.approx(float(run.trainer.evaluate()[0]), rel=1e-5)
    run.advance_epochs(2)
    alone.advance_epochs(2)
    for name, value in alone.trainer.state().items():
        np.testing.assert_array_equal(run.trainer.state()[name], value)
    np.testing.assert_array_equal(run.history.rows, alone.history.rows)


def loss_at(run: Run, changes: dict[tuple[str, tuple[int, ...]], float]) -> float:
    parameters = run.trainer.parameters()
    for (name, index), value in changes.items():
        parameters[name][index] = value
    data = run.prepared.data
    none = TrainingData(
        data.train_features, data.train_targets, data.test_features[:, :0], data.test_targets[:, :0]
    )
    return float(make_trainer(run.network, none, parameters).evaluate()[0])


def test_the_axes_of_two_weights_are_the_weights_themselves() -> None:
    run = started(experiment(dense(3)))
    picture = complete(run, plane="weights", first="layers.0.weight.2.1", second="output.bias.0")
    assert picture["axes"] == ["layers.0.weight (2, 1)", "output.bias (0)"]
    parameters = run.trainer.parameters()
    assert picture["now"]["x"] == pytest.approx(parameters["layers.0.weight"][2, 1])
    assert picture["now"]["y"] == pytest.approx(parameters["output.bias"][0])
    xs, ys = (np.linspace(*picture["extent"][axis], 5) for axis in "xy")
    for up, y in enumerate(ys):
        for across, x in enumerate(xs):
            expected = loss_at(run, {("layers.0.weight", (2, 1)): x, ("output.bias", (0,)): y})
            assert picture["values"][up, across] == pytest.approx(expected, rel=1e-5)
    start = run.history.moments[0]
    np.testing.assert_allclose(
        picture["path"][0], [start["layers.0.weight"][2, 1], start["output.bias"][0]], atol=1e-6
    )


def test_random_directions_are_as_long_as_each_units_weights() -> None:
    run = started(experiment(dense(4), dense(3)), epochs=0)
    look(run, plane="random", seed=3)
    ((_, kept),) = run.kept.values()
    (view,) = kept.views.values()
    for direction in (view.shown.plane.first, view.shown.plane.second):
        parts = kept.ground.layout.parameters(direction)
        for name, values in run.trainer.parameters().items():
            if values.ndim == 2:
                np.testing.assert_allclose(
                    np.linalg.norm(parts[name], axis=1), np.linalg.norm(values, axis=1), rtol=1e-5
                )
            else:
                assert not parts[name].any()
    first, again, other = (
        complete(started(experiment(dense(4), dense(3)), 1), plane="random", seed=seed)["values"]
        for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.allclose(first, other)


def test_the_plane_of_the_path_is_that_of_its_main_components() -> None:
    run = started(experiment(dense(4)), epochs=30)
    picture = complete(run, plane="trajectory")
    moments = [*run.history.moments.values(), run.trainer.parameters()]
    assert len(moments) <= 32
    path = np.stack([row(run, moment) for moment in moments])
    _, sizes, axes = np.linalg.svd(path - path.mean(0), full_matrices=False)
    assert picture["explained"] == pytest.approx((sizes[:2] ** 2).sum() / (sizes**2).sum(), rel=1e-6)
    expected = (path - path[0]) @ axes[:2].T
    found = np.concatenate([picture["path"], [[picture["now"]["x"], picture["now"]["y"]]]])
    np.testing.assert_allclose(np.abs(found), np.abs(expected), atol=1e-4)
    assert picture["path"][0] == pytest.approx([0, 0])
    assert picture["now"]["x"] > 0


def test_directions_keep_their_signs_while_the_path_grows() -> None:
    run = started(experiment(dense(4)), epochs=12)
    signs = []
    for _ in range(6):
        picture = complete(run, plane="trajectory")
        signs.append(np.sign(picture["path"][8]))
        run.advance_epochs(3)
    assert len({tuple(pair) for pair in signs}) == 1


def test_the_last_picture_stays_until_the_next_one_is_complete() -> None:
    run = started(experiment(dense(4), data={"kind": "circle", "samples": 500}), epochs=3)
    before = complete(run, plane="random", resolution=41)
    run.advance_epochs(3)
    after = look(run, plane="random", resolution=41)
    assert after["center"] == before["center"]
    np.testing.assert_array_equal(after["values"], before["values"])
    assert after["now"] != before["now"]
    assert len(after["path"]) > len(before["path"])
    assert complete(run, plane="random", resolution=41)["center"]["epoch"] == 6


def test_what_is_not_measured_yet_is_not_a_number() -> None:
    run = started(experiment(dense(64), dense(64), data={"kind": "circle", "samples": 500}), epochs=1)
    picture = look(run, resolution=41)
    measured = np.isfinite(picture["values"]).ravel()
    assert 0 < measured.sum() < 200
    assert measured[: measured.sum()].all()
    assert picture["rows_done"] == measured.sum() // 41


def test_racers_train_as_a_run_of_their_own_would() -> None:
    racer = {"kind": "adam", "learning_rate": 0.05}
    run = started({**experiment(dense(4)), "optimizer": "sgd"}, epochs=12)
    options = {"racers": [racer, {"kind": "sgd", "learning_rate": 10.0}]}
    for _ in range(50):
        picture = look(run, **options)
        if all(each["step"] == run.step or each["diverged"] for each in picture["racers"]):
            break
    own = started({**experiment(dense(4)), "optimizer": racer}, epochs=12)
    adam = picture["racers"][0]
    assert (adam["kind"], adam["epoch"], adam["step"]) == ("adam", 12, run.step)
    assert adam["loss"] == pytest.approx(own.history.rows[-1, 0])
    np.testing.assert_array_equal(adam["path_epochs"], [*own.history.moments, 12])
    np.testing.assert_array_equal(adam["path"][0], picture["path"][0])
    assert not np.allclose(adam["path"][-1], [picture["now"]["x"], picture["now"]["y"]])
    alone = started({**experiment(dense(4)), "optimizer": "sgd"}, epochs=12)
    np.testing.assert_array_equal(run.history.rows, alone.history.rows)


def test_a_new_start_begins_anew_and_a_new_rate_does_not() -> None:
    run = started(experiment(dense(4)), epochs=4)
    complete(run)
    spec = run.spec
    run.reconfigure(
        spec.model_copy(update={"optimizer": spec.optimizer.model_copy(update={"learning_rate": 0.5})})
    )
    assert look(run)["rows_done"] == 5
    run.reset()
    picture = complete(run)
    assert picture["center"]["step"] == 0
    assert len(picture["path"]) == 1
    assert picture["explained"] is None


def test_weights_that_are_all_zero_still_have_a_landscape() -> None:
    nothing = dense(3, initializer="zeros")
    document = {
        "data": {"kind": "circle", "samples": 60},
        "network": {"layers": [nothing], "output": {"initializer": "zeros"}},
    }
    for plane in ("random", "trajectory"):
        assert np.isfinite(complete(started(document, 0), plane=plane)["values"]).all()
    single = {
        "data": {"kind": "sine", "samples": 30},
        "network": {"layers": [], "output": {"activation": "linear"}},
    }
    for plane in ("weights", "random", "trajectory"):
        assert np.isfinite(complete(started(single, 0), plane=plane)["values"]).all()


SENTENCES = [
    ({"plane": "weights", "first": "layers.0.weight.7.0"}, "has shape (3, 2)"),
    ({"plane": "weights", "first": "layers.5.weight.0.0"}, 'no parameter "layers.5.weight.0.0"'),
    ({"plane": "weights", "second": "layers.0.weight.a.b"}, 'no parameter "layers.0.weight.a.b"'),
    (
        {"plane": "weights", "first": "output.bias.0", "second": "output.bias.0"},
        "Both axes are output.bias (0)",
    ),
]


@pytest.mark.parametrize(("options", "sentence"), SENTENCES)
def test_what_cannot_be_is_told_in_a_sentence(options: Document, sentence: str) -> None:
    payload = started(experiment(dense(3))).measure({"landscape": options})["probes"]["landscape"]
    assert sentence in payload["problem"]
    assert payload["problem"].endswith(".")


@pytest.mark.parametrize(
    "options",
    [
        {"resolution": 42},
        {"span": 0},
        {"plane": "best"},
        {"racers": ["no_such"]},
        {"racers": ["sgd"] * 5},
        {"x": 1},
    ],
)
def test_options_that_mean_nothing_are_refused(options: Document) -> None:
    with pytest.raises(SpecError):
        look(started(experiment(dense(3)), 0), **options)
