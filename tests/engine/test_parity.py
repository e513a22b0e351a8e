"""The two trainers are one: what a spec says gives the same weights on both, for every kind and random networks."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import Activation
from engine.concepts import kinds
from engine.initializers import Initializer
from engine.losses import Loss
from engine.network import plan, prepare
from engine.optimizers import Optimizer
from engine.regularizers import Regularizer
from engine.spec import read_spec
from engine.trainers import Trainer
from engine.trainers.choice import make_trainer
from tests.engine.variants import variants

STEPS = (1, 10, 100)
SUMMED = {1: 1e-6, 10: 5e-6, 100: 1e-4}
"""Largest difference of a parameter in float32 after so many steps: both round, in different order."""
DIVIDED = {1: 2e-5, 10: 2e-4, 100: 2e-3}
"""The same where the optimizer divides by the gradient's size, which blows up the rounding of small gradients."""

DATA = {"binary": "circle", "classes": "blobs", "regression": "plane"}
SMOOTH_LOSSES = {
    "binary": ["binary_cross_entropy", "mean_squared_error", "huber"],
    "classes": ["categorical_cross_entropy", "sparse_categorical_cross_entropy", "mean_squared_error"],
    "regression": ["mean_squared_error", {"kind": "mean_squared_error", "half": True}, "huber"],
}
OUTPUTS = {"binary": "sigmoid", "classes": "softmax", "regression": "linear"}


def document(kind: Any) -> dict[str, Any]:
    found: dict[str, Any] = kind.model_dump(mode="json")
    return found


@st.composite
def experiments(draw: st.DrawFn, **fixed: Any) -> dict[str, Any]:
    """A small network with everything about it drawn, apart from what is fixed."""
    task = fixed.pop("task", None) or draw(st.sampled_from(sorted(DATA)))
    activation = fixed.pop("activation", None) or draw(st.sampled_from(["tanh", "sigmoid", "softplus"]))
    layer = st.fixed_dictionaries(
        {
            "kind": st.just("dense"),
            "units": st.integers(1, 9),
            "activation": st.just(activation),
            "initializer": st.sampled_from(
                ["glorot_uniform", "glorot_normal", "lecun_normal", "lecun_uniform", "orthogonal"]
            ),
            "regularizer": st.sampled_from([None, "l2"]),
        }
    )
    layers = draw(st.lists(layer, min_size=1, max_size=3))
    if draw(st.booleans()):
        layers.insert(1, {"kind": "dropout", "rate": 0.3})
    whole = {
        "seed": draw(st.integers(0, 1000)),
        "data": {"kind": DATA[task], "samples": draw(st.integers(20, 60)), "noise": 0.1, "scaling": "standardize"},
        "network": {"layers": layers, "output": {"activation": OUTPUTS[task]}},
        "loss": draw(st.sampled_from(SMOOTH_LOSSES[task])),
        "optimizer": {"kind": "sgd", "learning_rate": 0.05},
        "training": {"batch_size": draw(st.integers(1, 12))},
    }  # fmt: skip
    return whole | fixed


def trainers(experiment: dict[str, Any]) -> tuple[Trainer, Trainer]:
    """The compiled and the PyTorch trainer of one experiment, at the same start."""
    found = []
    for engine in ("compiled", "torch"):
        network = plan(read_spec({**experiment, "engine": engine}))
        found.append(make_trainer(network, prepare(network).data, network.initial_parameters()))
    return found[0], found[1]


def assert_parity(experiment: dict[str, Any], tolerances: dict[int, float]) -> None:
    compiled, torch = trainers(experiment)
    for steps in STEPS:
        for trainer in (compiled, torch):
            missing = steps - trainer.step
            assert trainer.advance(missing).steps == missing
        ours, theirs = compiled.parameters(), torch.parameters()
        assert ours.keys() == theirs.keys()
        for name, values in ours.items():
            np.testing.assert_allclose(
                values, theirs[name], rtol=tolerances[steps], atol=tolerances[steps], err_msg=name
            )
    rows = compiled.evaluate()[:2], torch.evaluate()[:2]
    np.testing.assert_allclose(*rows, rtol=10 * tolerances[100], atol=10 * tolerances[100])


def test_metrics_are_measured_after_every_so_many_epochs_and_after_the_last() -> None:
    experiment = {
        "data": {"kind": "circle", "samples": 20},
        "network": {"layers": [{"kind": "dense", "units": 3}]},
        "training": {"batch_size": 3},
    }
    for each, some in zip(trainers(experiment), trainers(experiment), strict=True):
        rows = [some.advance(steps, 3) for steps in (5, 19, 4, 1, 12)]
        every = each.advance(41).rows
        assert [progress.epochs for progress in rows] == [1, 5, 1, 0, 3]
        measured = [[1], [3, 6], [7], [], [9, 10]]
        for progress, epochs in zip(rows, measured, strict=True):
            np.testing.assert_array_equal(progress.rows, every[np.array(epochs, int) - 1])


# What is found once holds for good: a sum that lands within its rounding of a kink or a threshold is another number
# on the other trainer, and random search would sooner or later find one.
SOME = settings(max_examples=5, derandomize=True)
FEW = settings(max_examples=3, derandomize=True)


@pytest.mark.parametrize("activation", variants(Activation))
@SOME
@given(data=st.data())
def test_activations(activation: Activation, data: st.DataObject) -> None:
    assert_parity(data.draw(experiments(activation=document(activation))), SUMMED)


@pytest.mark.parametrize("activation", variants(Activation))
@FEW
@given(data=st.data())
def test_output_activations(activation: Activation, data: st.DataObject) -> None:
    experiment = data.draw(experiments(task="regression", loss="mean_squared_error"))
    experiment["network"]["output"] = {"activation": document(activation)}
    assert_parity(experiment, SUMMED)


@pytest.mark.parametrize("optimizer", variants(Optimizer))
@SOME
@given(data=st.data())
def test_optimizers(optimizer: Optimizer, data: st.DataObject) -> None:
    experiment = data.draw(experiments(optimizer=document(optimizer) | {"learning_rate": 0.001}))
    assert_parity(experiment, DIVIDED)


@pytest.mark.parametrize("activation", kinds(Activation).values(), ids=kinds(Activation))
@FEW
@given(data=st.data())
def test_activations_with_optimizers(activation: type[Activation], data: st.DataObject) -> None:
    optimizer = {"kind": data.draw(st.sampled_from(list(kinds(Optimizer)))), "learning_rate": 0.001}
    experiment = data.draw(experiments(activation=document(activation()), optimizer=optimizer))
    assert_parity(experiment, DIVIDED)


@pytest.mark.parametrize("loss", variants(Loss))
@SOME
@given(data=st.data())
def test_losses(loss: Loss, data: st.DataObject) -> None:
    experiment = data.draw(experiments(task=loss.tasks[0], loss=document(loss)))
    if loss.fused_with:
        belongs = data.draw(st.booleans())
        experiment["network"]["output"] = {"activation": loss.fused_with if belongs else "sigmoid"}
    assert_parity(experiment, SUMMED)


@pytest.mark.parametrize("regularizer", variants(Regularizer))
@FEW
@given(data=st.data())
def test_regularizers(regularizer: Regularizer, data: st.DataObject) -> None:
    experiment = data.draw(experiments())
    for layer in experiment["network"]["layers"]:
        if layer["kind"] == "dense":
            layer["regularizer"] = document(regularizer)
    assert_parity(experiment, SUMMED)
    compiled, torch = trainers(experiment)
    assert compiled.figures() == pytest.approx(torch.figures(), rel=1e-5)


@pytest.mark.parametrize("initializer", variants(Initializer))
@settings(max_examples=2, derandomize=True)
@given(data=st.data())
def test_initializers(initializer: Initializer, data: st.DataObject) -> None:
    experiment = data.draw(experiments())
    for layer in experiment["network"]["layers"]:
        if layer["kind"] == "dense":
            layer |= {"initializer": document(initializer), "bias_initializer": document(initializer)}
    assert_parity(experiment, SUMMED)
