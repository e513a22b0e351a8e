"""What batch normalization measures and keeps, on both trainers."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from engine.generators import generator_state
from engine.layers.torch_batch_norm import BatchNormModule
from engine.run import Run
from engine.spec import patch_spec, read_spec
from engine.trainers.batches import shuffle

ENGINES = pytest.mark.parametrize("engine", ["compiled", "torch"])
MIXED = [
    {"kind": "dense", "units": 6, "activation": "prelu"},
    {"kind": "batch_norm", "momentum": 0.3},
    {"kind": "dropout", "rate": 0.2},
    {"kind": "residual", "layers": [{"kind": "dense", "units": 5}, {"kind": "batch_norm"}]},
    {"kind": "layer_norm"},
]


def run(engine: str, layers: list[dict[str, Any]], batch_size: int | str = 7, **more: Any) -> Run:
    document = {
        "seed": 4,
        "data": {"kind": "moons", "samples": 60, "test_fraction": 0.5},
        "network": {"layers": layers},
        "training": {"batch_size": batch_size},
        "engine": engine,
        **more,
    }
    return Run(read_spec(document))


def kept(run: Run) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    names = run.network.kept()
    return {name: value for name, value in run.trainer.parameters().items() if name in names}


def test_the_module_does_what_pytorch_does() -> None:
    ours, theirs = BatchNormModule(4, 0.2, 1e-3), nn.BatchNorm1d(4, eps=1e-3, momentum=0.2)
    start = {"scale": theirs.weight, "shift": theirs.bias}
    start |= {"running_mean": theirs.running_mean, "running_variance": theirs.running_var}
    ours.load_state_dict(start)
    draw = torch.Generator().manual_seed(1)
    for training, samples in [(True, 9), (True, 2), (False, 5), (True, 30), (False, 1)]:
        ours.train(training)
        theirs.train(training)
        x = torch.randn(samples, 4, generator=draw) * 3 + 1
        slopes = torch.randn(samples, 4, generator=draw)
        inputs = x.clone().requires_grad_(), x.clone().requires_grad_()
        outputs = ours(inputs[0]), theirs(inputs[1])
        torch.testing.assert_close(*outputs)
        for output in outputs:
            output.backward(slopes)
        torch.testing.assert_close(inputs[0].grad, inputs[1].grad, rtol=1e-4, atol=1e-5)
        if training:
            ours.settle()
        torch.testing.assert_close(ours.running_mean, theirs.running_mean)
        torch.testing.assert_close(ours.running_variance, theirs.running_var)
    torch.testing.assert_close(ours.scale.grad, theirs.weight.grad, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(ours.shift.grad, theirs.bias.grad, rtol=1e-4, atol=1e-4)


@ENGINES
@pytest.mark.parametrize("batch_size", [7, 30, 4])
def test_running_averages_are_those_of_pytorch_over_the_same_batches(engine: str, batch_size: int) -> None:
    training = run(engine, [{"kind": "batch_norm", "momentum": 0.25}], batch_size)
    training.advance_epochs(2)
    reference = nn.BatchNorm1d(2, momentum=0.25)
    features = torch.from_numpy(training.prepared.data.train_features.T.copy())
    order, state = np.arange(30), np.array([generator_state(4, "batches")])
    for _ in range(2):
        shuffle(order, state)
        for start in range(0, 30, batch_size):
            reference(features[order[start : start + batch_size]])
    found = kept(training)
    np.testing.assert_allclose(found["layers.0.running_mean"], reference.running_mean, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(found["layers.0.running_variance"], reference.running_var, rtol=1e-5)


@ENGINES
def test_one_sample_leaves_nothing_but_the_shift(engine: str) -> None:
    training = run(engine, [{"kind": "batch_norm", "momentum": 0.5}], batch_size=1)
    before = training.trainer.parameters()
    training.advance(1)
    after = training.trainer.parameters()
    np.testing.assert_array_equal(after["layers.0.running_variance"], 0.5)
    np.testing.assert_array_equal(after["output.weight"], before["output.weight"])
    assert (after["layers.0.shift"] != before["layers.0.shift"]).all()


@ENGINES
def test_what_is_kept_is_used_only_when_nothing_is_trained(engine: str) -> None:
    training = run(engine, [{"kind": "batch_norm"}], batch_size="full")
    features = training.prepared.data.train_features
    np.testing.assert_allclose(
        training.trainer.forward(features)[:2], features / np.sqrt(1 + 1e-5), rtol=1e-6, atol=1e-7
    )
    before = kept(training)
    training.measure({"neurons": {}, "surface": {}, "gradients": {}})
    assert all((value == before[name]).all() for name, value in kept(training).items())
    training.advance(200)
    values = training.trainer.forward(features)[:2]
    parameters = training.trainer.parameters()
    np.testing.assert_allclose(values.mean(1), parameters["layers.0.shift"], atol=1e-4)


@ENGINES
def test_a_snapshot_goes_on_bit_identically_and_calls_may_be_split(engine: str) -> None:
    whole = run(engine, MIXED)
    whole.advance(53)
    parts = run(engine, MIXED)
    for steps in (1, 4, 9, 3):
        parts.advance(steps)
    parts = Run.restore(parts.snapshot())
    parts.advance(36)
    for name, value in whole.trainer.state().items():
        np.testing.assert_array_equal(parts.trainer.state()[name], value, err_msg=name)
    assert kept(whole).keys() < set(whole.trainer.state())


@ENGINES
def test_running_averages_survive_a_live_change(engine: str) -> None:
    training = run(engine, MIXED)
    training.advance(20)
    before = kept(training)
    change = training.reconfigure(patch_spec(training.spec, "network.layers.1.momentum", 0.01))
    assert not change.restarted
    assert all((value == before[name]).all() for name, value in kept(training).items())
    training.advance(1)
    moved = kept(training)["layers.1.running_mean"] - before["layers.1.running_mean"]
    assert 0 < np.abs(moved).max() < 0.05


@ENGINES
@pytest.mark.parametrize("optimizer", ["sgd", "adamw", "adam"])
def test_the_optimizer_never_touches_what_is_kept(engine: str, optimizer: str) -> None:
    training = run(
        engine,
        [{"kind": "dense", "units": 3, "frozen": True}, {"kind": "batch_norm", "momentum": 1.0}],
        batch_size="full",
        optimizer={"kind": optimizer, "learning_rate": 0.5},
    )
    training.advance(1)
    first = kept(training)  # of the one batch there is, whose frozen layer never changes
    training.advance(5)
    for name, value in kept(training).items():
        np.testing.assert_allclose(value, first[name], rtol=1e-5, atol=1e-6)


@ENGINES
def test_a_divergence_leaves_finite_averages(engine: str) -> None:
    layers = [{"kind": "dense", "units": 4, "activation": "linear"}, {"kind": "batch_norm"}]
    training = run(engine, layers, optimizer={"kind": "sgd", "learning_rate": 0.1})
    training.advance(3)
    huge = training.trainer.parameters()["layers.0.weight"] * np.float32(1e12)
    training.trainer.set_parameters({"layers.0.weight": huge})
    training.advance(50)
    assert training.finished is not None
    assert training.finished.cause == "diverged"
    assert "hidden layer 2 (layers.1)" in training.finished.reason
    assert all(np.isfinite(value).all() for value in training.trainer.parameters().values())


def test_a_divergence_inside_a_layer_is_named_by_its_place() -> None:
    layers = [{"kind": "residual", "layers": [{"kind": "dense", "units": 2, "activation": "linear"}]}]
    training = run("compiled", layers)
    huge = np.full((2, 2), 1e30, np.float32)
    training.trainer.set_parameters({"layers.0.layers.0.weight": huge})
    training.advance(1)
    assert training.finished is not None
    assert "hidden layer 1.1 (layers.0.layers.0)" in training.finished.reason
