"""Points that people draw: what is refused, and that a running network goes on with changed points."""

from typing import Any

import numpy as np
import pytest

from engine.concepts import kinds
from engine.errors import CommandError, SpecError
from engine.network import describe
from engine.probes import Probe
from engine.run import Run
from engine.spec import patch_spec, read_spec

Document = dict[str, Any]
SQUARE = [[-2, -2, 0], [2, 2, 0], [-2, 2, 1], [2, -2, 1]]


def drawn(points: object = SQUARE, engine: str = "auto", **data: Any) -> Document:
    return {
        "data": {"kind": "points", "points": points, **data},
        "network": {"layers": [{"kind": "dense", "units": 4}]},
        "training": {"batch_size": 3},
        "engine": engine,
    }


def everything(run: Run) -> dict[str, Any]:
    return run.measure({name: {} for name in kinds(Probe)})


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        ({"points": [[0, 0, 0], [1, 2]]}, "data.points.1", "Point 2 must have 3 numbers, x1, x2 and its target"),
        ({"points": [[0, 0]], "inputs": 2}, "data.points.0", "Point 1 must have 3 numbers"),
        ({"points": [[0, 0, 0]], "inputs": 1}, "data.points.0", "Point 1 must have 2 numbers, x1 and its target"),
        ({"points": [[0, 6.1, 0]]}, "data.points.0", "Point 1 must lie between −6 and 6; got 6.1."),
        ({"points": [[0, 0, 2]]}, "data.points.0", "Point 1 must have a class from 0 to 1; got 2."),
        ({"points": [[0, 0, 0.5]]}, "data.points.0", "Point 1 must have a class from 0 to 1; got 0.5."),
        ({"points": [[0, 0, 3]], "task": "classes", "classes": 3}, "data.points.0", "a class from 0 to 2; got 3."),
        ({"points": [[0, 1e9]], "task": "regression", "inputs": 1}, "data.points.0", "Point 1 must have a value"),
        ({"points": [[0, 0, 0]] * 1001}, "data.points", "points must have at most 1000 entries."),
        ({"points": [[0, 0, "a"]]}, "data.points.0.2", "Entry 2 of 0 must be a number"),
        ({"points": "many"}, "data.points", "points must be a list"),
    ],
)  # fmt: skip
def test_what_is_no_point_is_refused_in_a_sentence(data: Document, path: str, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_spec({"data": {"kind": "points", **data}})
    assert caught.value.path == path
    assert message in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_point_is_finite(value: float) -> None:
    with pytest.raises(SpecError, match="must be a"):
        read_spec({"data": {"kind": "points", "points": [[0, value, 0]]}})


@pytest.mark.parametrize("engine", ["compiled", "torch"])
@pytest.mark.parametrize(
    ("task", "inputs"), [("binary", 2), ("classes", 2), ("regression", 2), ("regression", 1)]
)
def test_an_empty_canvas_can_be_described_and_shown_but_not_trained_on(
    engine: str, task: str, inputs: int
) -> None:
    spec = read_spec(drawn([], engine, task=task, inputs=inputs, scaling="standardize"))
    summary = describe(spec).document()
    assert (summary["train_samples"], summary["test_samples"], summary["steps_per_epoch"]) == (0, 0, 0)
    run = Run(spec)
    seen = everything(run)
    assert seen["metrics"]["train_loss"] is None
    assert seen["probes"]["data"]["train_inputs"].shape == (0, inputs)
    assert np.abs(seen["probes"]["gradients"]["largest"]).max() == 0
    with pytest.raises(CommandError) as caught:
        run.advance(1)
    assert caught.value.hint == "Draw some points to train on."
    assert Run.restore(run.snapshot()).step == 0


@pytest.mark.parametrize("engine", ["compiled", "torch"])
@pytest.mark.parametrize("points", [[[1, 1, 0]], [[1, 1, 0], [1, 1, 0], [2, 1, 0]]])
@pytest.mark.parametrize("scaling", ["none", "standardize", "min_max"])
def test_one_point_or_one_class_alone_is_learned(
    engine: str, points: list[list[float]], scaling: str
) -> None:
    run = Run(read_spec(drawn(points, engine, scaling=scaling)))
    run.advance_epochs(30)
    assert run.metrics()["train_accuracy"] == 1
    assert everything(run)["probes"]["confusion"]["train"].tolist() == [[len(points), 0], [0, 0]]


@pytest.mark.parametrize("engine", ["compiled", "torch"])
def test_a_running_network_goes_on_with_changed_points(engine: str) -> None:
    run = Run(read_spec(drawn(engine=engine)))
    run.advance(5)
    before = run.trainer.parameters()
    for points in ([*SQUARE, [0, 0, 1]], SQUARE[:2], [], SQUARE, [[5, 5, 0], *SQUARE[1:]]):
        change = run.reconfigure(patch_spec(run.spec, "data.points", points))
        assert not change.restarted
        seen = everything(run)
        assert len(seen["probes"]["data"]["train_inputs"]) == len(points)
        now = run.trainer.evaluate()[0]
        assert seen["metrics"]["train_loss"] == (None if np.isnan(now) else now), (
            "the figures are of these points"
        )
    after = run.trainer.parameters()
    for name, values in before.items():
        np.testing.assert_array_equal(after[name], values)
    assert run.step == 5
    run.advance_epochs(3)
    assert run.metrics()["train_loss"] is not None


@pytest.mark.parametrize("engine", ["compiled", "torch"])
def test_training_goes_on_bit_identically_after_an_edit_and_a_snapshot(engine: str) -> None:
    run = Run(read_spec(drawn(engine=engine)))
    run.advance(3)
    run.reconfigure(patch_spec(run.spec, "data.points", [*SQUARE, [0.5, 0.25, 1], [3, 3, 0]]))
    run.advance(1)
    again = Run.restore(run.snapshot())
    for one in (run, again):
        one.advance(25)
    assert again.spec == run.spec
    np.testing.assert_array_equal(again.history.rows, run.history.rows)
    for name, values in run.trainer.parameters().items():
        np.testing.assert_array_equal(again.trainer.parameters()[name], values)


@pytest.mark.parametrize("change", [("data.task", "classes"), ("data.test_fraction", 0.5)])
def test_another_task_or_split_starts_again(change: tuple[str, object]) -> None:
    run = Run(read_spec(drawn()))
    assert run.reconfigure(patch_spec(run.spec, *change)).restarted


def test_every_point_is_trained_on_unless_some_are_kept_back() -> None:
    assert describe(read_spec(drawn())).document()["train_samples"] == 4
    kept = describe(read_spec(drawn(test_fraction=0.5))).document()
    assert (kept["train_samples"], kept["test_samples"]) == (2, 2)
