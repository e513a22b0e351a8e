"""The arithmetic of one sample: against autograd, against differences, and against what the trainer then does."""

import itertools
from typing import Any

import numpy as np
import pytest
import torch

from engine.arithmetic.exact import ExactModel, exact
from engine.arithmetic.places import learned_plans
from engine.errors import SpecError
from engine.run import Run
from engine.spec import read_spec
from tests.engine.networks_of_all_kinds import dense, every_network, experiment

Document = dict[str, Any]


def started(document: Document, steps: int = 3) -> Run:
    run = Run(read_spec(document))
    run.advance(steps)
    return run


def look(run: Run, probe: str, **options: Any) -> dict[str, Any]:
    payload: dict[str, Any] = run.measure({probe: options})["probes"][probe]
    return payload


def places(run: Run) -> list[tuple[str, str, list[int]]]:
    """The first and the last number of every learned parameter."""
    found = []
    for name, plan in learned_plans(run.network).items():
        node, _, parameter = name.rpartition(".")
        ends = [0] * len(plan.shape), [size - 1 for size in plan.shape]
        found += [(node, parameter, index) for index in ends]
    return found


def autograd(run: Run, sample: int) -> dict[str, torch.Tensor]:
    """The gradient of one training sample's loss by every parameter."""
    model = ExactModel(run.network, run.trainer.parameters())
    data = run.prepared.data
    x, t = exact(data.train_features[:, [sample]]), exact(data.train_targets[:, [sample]])
    loss = model.losses(model.forward(x), t).sum()
    gradients = torch.autograd.grad(loss, list(model.learned.values()), materialize_grads=True)
    return dict(zip(model.learned, gradients, strict=True))


@pytest.mark.parametrize("document", every_network())
def test_the_paths_add_up_to_the_gradient(document: Document) -> None:
    run = started(document)
    expected = autograd(run, 2)
    for node, parameter, index in places(run):
        payload = look(run, "trace", sample=2, node=node, parameter=parameter, index=index)
        assert payload["problem"] is None
        chosen = payload["chosen"]
        gradient = float(expected[f"{node}.{parameter}"][tuple(index)])
        total = sum(path["product"] for path in chosen["paths"]) + chosen["rest"]
        assert chosen["gradient_sample"] == pytest.approx(gradient, rel=1e-10, abs=1e-30)
        assert total == pytest.approx(gradient, rel=1e-10, abs=1e-17)
        for path in chosen["paths"]:
            route = chosen["routes"][path["route"]]
            assert np.prod(path["factors"]) == pytest.approx(path["product"], rel=1e-12)
            assert len(route["symbols"]) == len(route["at"]) == len(path["factors"])
            assert len(route["nodes"]) == len(path["units"])
            assert (route["nodes"][0], route["nodes"][-1]) == ("output", node)
        sizes = [abs(path["product"]) for path in chosen["paths"]]
        assert sizes == sorted(sizes, reverse=True) or np.allclose(sizes, sorted(sizes)[::-1], rtol=1e-8)
        if chosen["path_count"] <= 50:
            assert len(sizes) == chosen["path_count"]
            assert chosen["rest"] == pytest.approx(0, abs=1e-12)


def test_the_strongest_paths_are_those_that_a_search_of_all_finds() -> None:
    run = started(experiment(dense(6), dense(5, "sigmoid"), dense(4, "relu")))
    chosen = look(run, "trace", sample=1, node="layers.0", parameter="weight", index=[2, 1])["chosen"]
    trainer = ExactModel(run.network, run.trainer.parameters())
    x = exact(run.prepared.data.train_features[:, [1]])
    seen = trainer.forward(x)
    slopes = {}
    for node, z in seen.sums.items():
        (slope,) = torch.autograd.grad(seen.values[node].sum(), z, retain_graph=True)
        slopes[node] = slope[0].numpy()
    w = {name: tensor.detach().numpy() for name, tensor in trainer.learned.items()}
    z = seen.sums["output"]
    t = exact(run.prepared.data.train_targets[:, [1]])
    (at_z,) = torch.autograd.grad(trainer.losses(seen, t).sum(), z)
    first = slopes["layers.0"][2] * float(x[0, 1])
    products = [
        first
        * w["layers.1.weight"][j, 2] * slopes["layers.1"][j]
        * w["layers.2.weight"][k, j] * slopes["layers.2"][k]
        * w["output.weight"][0, k] * float(at_z)
        for j, k in itertools.product(range(5), range(4))
    ]  # fmt: skip
    alive = sorted((product for product in products if product), key=abs, reverse=True)
    assert chosen["path_count"] == len(alive)
    np.testing.assert_allclose([path["product"] for path in chosen["paths"]], alive, rtol=1e-10)


def test_of_more_paths_than_there_are_atoms_the_strongest_are_named_at_once() -> None:
    same = {"kind": "constant", "value": 0.1}
    run = started(experiment(*[dense(64, "tanh", initializer=same)] * 11), steps=1)
    chosen = look(run, "trace", node="layers.0", parameter="weight", index=[0, 0])["chosen"]
    assert chosen["path_count"] > 1e18
    assert len(chosen["paths"]) == 50
    run = started(experiment(*[dense(16)] * 4))
    chosen = look(run, "trace", node="layers.0", parameter="bias", index=[3])["chosen"]
    assert chosen["path_count"] == 16**3
    assert len({tuple(path["units"]) for path in chosen["paths"]}) == 50


@pytest.mark.parametrize("document", every_network())
def test_sums_outputs_and_derivatives_are_autograds(document: Document) -> None:
    run = started(document)
    payload = look(run, "trace", sample=3)
    forward = run.trainer.forward(run.prepared.data.train_features[:, [3]])[:, 0]
    nodes = payload["nodes"]
    assert [node["id"] for node in nodes] == ["input", *(node.id for node in run.network.nodes)]
    np.testing.assert_allclose([a for node in nodes[1:] for a in node["a"]], forward, rtol=2e-4, atol=2e-5)
    gradients = autograd(run, 3)
    for node in nodes:
        if node["dz"] is not None:  # a bias is added to the sum, so its gradient is the sum's
            np.testing.assert_allclose(node["dz"], gradients[f"{node['id']}.bias"], rtol=1e-10, atol=1e-300)
    sample = payload["sample"]
    assert sample["prediction"] == nodes[-1]["a"]
    assert sample["features"] == nodes[0]["a"]
    assert sample["loss"] == pytest.approx(
        float(run.trainer.sample_losses(train=True)[3]), rel=1e-3, abs=1e-6
    )


@pytest.mark.parametrize("document", every_network())
def test_differences_agree_with_backpropagation(document: Document) -> None:
    run = started(document)
    gradients = run.trainer.gradients()
    for node, parameter, index in places(run):
        found = look(run, "gradient_check", node=node, parameter=parameter, index=index)
        assert found["problem"] is None
        trained = float(gradients[f"{node}.{parameter}"][tuple(index)])
        assert found["analytic"] == pytest.approx(trained, rel=2e-3, abs=2e-6)
        if document["network"]["layers"] and document["network"]["layers"][0].get("activation") == "step":
            continue  # its slope counts as 0 everywhere, also where it jumps
        assert min(found["difference"]) < 1e-8


def test_the_error_falls_with_the_square_of_the_step_until_rounding_takes_over() -> None:
    run = started(experiment(dense(4)))
    found = look(run, "gradient_check", node="layers.0", parameter="weight", index=[0, 0])
    steps, error = np.array(found["steps"]), np.array(found["difference"])
    np.testing.assert_allclose(steps, 10.0 ** -np.arange(1, 10))
    best = int(error.argmin())
    assert 2 <= best <= 7
    assert error[0] / error[1] == pytest.approx(100, rel=0.2)
    assert error[-1] > 100 * error[best]


UPDATES: list[tuple[object, Document]] = [
    ({"kind": "sgd", "momentum": 0.9, "learning_rate": 0.1}, {}),
    ({"kind": "adam", "learning_rate": 0.02}, {}),
    ({"kind": "adamw", "learning_rate": 0.02}, {"regularizer": {"kind": "l2", "rate": 0.05}}),
    ({"kind": "nadam", "learning_rate": 0.02}, {"constraint": {"kind": "max_norm", "limit": 0.5}}),
    ({"kind": "rmsprop", "schedule": {"kind": "warmup", "epochs": 20, "start": 0.2}}, {}),
    ({"kind": "adadelta", "learning_rate": 1.0}, {"pruned": [[1, 0]]}),
    ({"kind": "adagrad"}, {"frozen": True}),
]


@pytest.mark.parametrize("engine", ["compiled", "torch"])
@pytest.mark.parametrize(("optimizer", "units"), UPDATES)
@pytest.mark.parametrize("clipping", [None, {"kind": "norm", "limit": 0.05}])
def test_the_update_is_what_the_trainer_then_does(
    engine: str, optimizer: object, units: Document, clipping: object
) -> None:
    training = {"batch_size": "full", "epochs": 50, "gradient_clipping": clipping}
    layers = [dense(3, "tanh", **units), dense(2)]
    run = started({**experiment(*layers), "optimizer": optimizer, "engine": engine, "training": training}, 4)
    for node, index in (("layers.0", [1, 0]), ("layers.0", [2, 1]), ("output", [0, 1])):
        asked = {"node": node, "parameter": "weight", "index": index}
        update = look(run, "trace", **asked)["chosen"]["update"]
        again = look(run, "trace", **asked)["chosen"]["update"]
        assert update == again
        after = Run.restore(run.snapshot())
        after.advance(1)
        name = f"{node}.weight"
        assert update["next_value"] == pytest.approx(
            float(after.trainer.parameters()[name][tuple(index)]), rel=1e-5, abs=1e-7
        )
        slots = after.trainer.slots()[name]
        assert update["slots_after"].keys() == slots.keys()
        for slot, value in update["slots_after"].items():
            assert value == pytest.approx(float(slots[slot][tuple(index)]), rel=1e-4, abs=1e-7), slot


SENTENCES = [
    ({"sample": 4999}, "no training sample 4999; there are"),
    ({"sample": 0, "set": "test", "no_test": True}, "no test sample 0; there are 0"),
    ({"node": "layers.7"}, 'no node "layers.7"'),
    ({"node": "input"}, 'no node "input"'),
    ({"node": "layers.0", "parameter": "scale"}, 'no parameter "scale"'),
    ({"node": "layers.0", "parameter": "bias", "index": [0, 0]}, "has shape (3,); got the place (0, 0)"),
    ({"node": "layers.0", "parameter": "weight", "index": [3, 0]}, "has shape (3, 2); got the place (3, 0)"),
]


@pytest.mark.parametrize(("options", "sentence"), SENTENCES)
def test_what_cannot_be_is_told_in_a_sentence_and_does_no_harm(options: Document, sentence: str) -> None:
    asked = dict(options)
    document = experiment(dense(3))
    if asked.pop("no_test", False):
        document["data"]["test_fraction"] = 0.0
    payload = look(started(document), "trace", **asked)
    assert sentence in payload["problem"]
    assert payload["problem"].endswith(".")
    assert payload["chosen"] is None


@pytest.mark.parametrize(
    "options", [{"sample": -1}, {"set": "both"}, {"index": [-1]}, {"index": "x"}, {"no": 1}]
)
def test_options_that_mean_nothing_are_refused(options: Document) -> None:
    with pytest.raises(SpecError):
        look(started(experiment(dense(3)), 0), "trace", **options)


@pytest.mark.parametrize("document", every_network())
def test_looking_changes_nothing(document: Document) -> None:
    watched, alone = started(document, 2), started(document, 2)
    for _ in range(3):
        place = {"node": "output", "parameter": "weight"}
        watched.measure({"trace": place, "gradient_check": place})
        watched.advance(2)
        alone.advance(2)
    for name, value in alone.trainer.state().items():
        np.testing.assert_array_equal(watched.trainer.state()[name], value)
    np.testing.assert_array_equal(watched.history.rows, alone.history.rows)


def test_without_samples_there_is_nothing_to_look_at_and_nothing_breaks() -> None:
    run = Run(read_spec({"data": {"kind": "points", "points": []}, "network": {"layers": [dense(2)]}}))
    place = {"node": "output", "parameter": "weight"}
    probes = run.measure({"trace": place, "gradient_check": place, "landscape": {"racers": ["sgd"]}})[
        "probes"
    ]
    assert "there are 0" in probes["trace"]["problem"]
    assert "no training samples" in probes["gradient_check"]["problem"]
    assert "no training samples" in probes["landscape"]["problem"]
