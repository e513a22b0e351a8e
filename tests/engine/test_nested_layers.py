"""Layers inside layers: the graph that they make, what of it is learned, and how deep it may go."""

from typing import Any

import numpy as np
import pytest
import torch

from engine.errors import CommandError, LimitError, SpecError
from engine.network import describe, plan, prepare
from engine.run import Run
from engine.spec import is_live, patch_spec, read_spec
from engine.trainers.choice import make_trainer


def dense(units: int) -> dict[str, Any]:
    return {"kind": "dense", "units": units}


def residual(*layers: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "residual", "layers": list(layers)}


def experiment(*layers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"data": {"kind": "circle", "samples": 60}, "network": {"layers": list(layers)}, **more}


NESTED = experiment(dense(3), residual(dense(5), residual(dense(5)), {"kind": "batch_norm"}), dense(2))


def nodes(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {node["id"]: node for node in describe(read_spec(document)).document()["nodes"]}


def test_what_is_inside_comes_first_and_the_sum_reads_it_and_its_own_input() -> None:
    assert {name: node["sources"] for name, node in nodes(NESTED).items()} == {
        "input": [],
        "layers.0": ["input"],
        "layers.1.layers.0": ["layers.0"],
        "layers.1.layers.1.layers.0": ["layers.1.layers.0"],
        "layers.1.layers.1": ["layers.1.layers.1.layers.0", "layers.1.layers.0"],
        "layers.1.layers.2": ["layers.1.layers.1"],
        "layers.1": ["layers.1.layers.2", "layers.0"],
        "layers.2": ["layers.1"],
        "output": ["layers.2"],
    }
    assert all(node["path"] == f"network.{name}" for name, node in nodes(NESTED).items() if name != "input")


def test_a_projection_is_learned_where_the_sizes_differ() -> None:
    found = nodes(NESTED)
    assert found["layers.1"]["trainable"] == {
        "projection": {"shape": [5, 3], "axes": ["out_features", "in_features"]}
    }
    assert found["layers.1"]["parameters"] == found["layers.1"]["multiply_adds"] == 15
    assert found["layers.1.layers.1"]["trainable"] == {}


def test_what_is_only_kept_is_told_apart_and_does_not_count() -> None:
    norm = nodes(NESTED)["layers.1.layers.2"]
    assert norm["trainable"].keys() == {"scale", "shift"}
    assert norm["buffers"].keys() == {"running_mean", "running_variance"}
    assert norm["parameters"] == 10
    run = Run(read_spec(NESTED))
    kept = {f"layers.1.layers.2.{name}" for name in norm["buffers"]}
    assert run.network.kept() == kept
    assert kept <= run.trainer.parameters().keys()
    assert kept.isdisjoint(run.trainer.gradients())
    assert kept <= run.history.moments[0].keys()
    with pytest.raises(CommandError, match="no parameter"):
        run.edit_parameter("layers.1.layers.2", "running_variance", (0,), -1.0)
    run.edit_parameter("layers.1", "projection", (4, 2), 0.25)
    assert run.trainer.parameters()["layers.1.projection"][4, 2] == np.float32(0.25)


@pytest.mark.parametrize("engine", ["auto", "torch"])
def test_it_computes_the_sum(engine: str) -> None:
    network = plan(read_spec({**NESTED, "engine": engine}))
    values = network.initial_parameters()
    data = prepare(network).data
    trainer = make_trainer(network, data, values)
    p = {name: torch.from_numpy(value).double() for name, value in values.items()}

    def layer(name: str, x: torch.Tensor) -> torch.Tensor:
        return torch.tanh(x @ p[f"{name}.weight"].T + p[f"{name}.bias"])

    x = torch.from_numpy(data.test_features.T.copy()).double()
    first = layer("layers.0", x)
    inside = layer("layers.1.layers.0", first)
    inner = layer("layers.1.layers.1.layers.0", inside)
    both = inside + inner
    normal = both / np.sqrt(1 + 1e-5)
    total = normal + first @ p["layers.1.projection"].T
    last = layer("layers.2", total)
    output = torch.sigmoid(last @ p["output.weight"].T + p["output.bias"])
    expected = torch.cat([first, inside, inner, both, normal, total, last, output], 1).T.numpy()
    np.testing.assert_allclose(trainer.forward(data.test_features), expected, rtol=1e-5, atol=2e-6)


def test_a_change_inside_a_layer_is_live_where_it_is_outside() -> None:
    spec = read_spec(experiment(residual(dense(4), {"kind": "dropout", "rate": 0.2})))
    assert is_live(spec, patch_spec(spec, "network.layers.0.layers.1.rate", 0.5))
    assert not is_live(spec, patch_spec(spec, "network.layers.0.layers.0.units", 5))


def test_layers_inside_layers_count_and_may_not_go_too_deep() -> None:
    deep = residual(residual(residual(dense(2))))
    assert nodes(experiment(deep))["layers.0"]["units"] == 2
    with pytest.raises(LimitError, match="at most 3 deep") as caught:
        read_spec(experiment(residual(deep)))
    assert caught.value.path == "network.layers.0.layers.0.layers.0.layers.0.layers"
    nodes(experiment(residual(*[dense(1)] * 11)))
    with pytest.raises(LimitError, match="at most 12 hidden layers; got 13"):
        read_spec(experiment(residual(*[dense(1)] * 12)))


@pytest.mark.parametrize("hostile", ["layers", "list", "object"])
def test_documents_without_a_bottom_get_a_sentence(hostile: str) -> None:
    inner: Any = dense(1)
    for _ in range(100_000):
        inner = {"layers": residual(inner), "list": [inner], "object": {"kind": inner}}[hostile]
    with pytest.raises(SpecError) as caught:
        read_spec(experiment(inner))
    assert caught.value.message.endswith(".")


def test_a_bad_field_inside_is_named_by_its_path() -> None:
    with pytest.raises(SpecError) as caught:
        read_spec(experiment(residual(dense(2), residual({"kind": "dense", "unit": 3}))))
    assert caught.value.path == "network.layers.0.layers.1.layers.0.unit"
    assert 'Did you mean "units"?' in str(caught.value)
    with pytest.raises(SpecError, match="must have at least 1 entry") as caught:
        read_spec(experiment(residual()))
    assert caught.value.path == "network.layers.0.layers"
