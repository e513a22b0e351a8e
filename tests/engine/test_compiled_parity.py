"""The compiled trainer does what autograd does, for every kind and every shape."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import Activation
from engine.activations.sigmoid import Sigmoid
from engine.activations.softmax import Softmax
from engine.activations.tanh import Tanh
from engine.concepts import kinds
from engine.losses import Loss
from engine.losses.binary_cross_entropy import BinaryCrossEntropy
from engine.losses.categorical_cross_entropy import CategoricalCrossEntropy
from engine.losses.mean_squared_error import MeanSquaredError
from engine.optimizers import Optimizer
from engine.optimizers.adam import Adam
from engine.regularizers import Regularizer
from engine.regularizers.l2 import L2
from engine.trainers.compiled import activations, losses, optimizers, regularizers
from tests.engine.compiled_networks import TOLERANCES, Problem, Reference, assert_parity, largest_difference
from tests.engine.variants import variants

OPTIMIZED = {1: 1e-5, 10: 5e-5, 100: 5e-4}
"""The same for optimizers that divide by the gradient's size, which makes much of the rounding of small gradients."""


@pytest.mark.parametrize(
    ("family", "module"),
    [(Activation, activations), (Loss, losses), (Optimizer, optimizers), (Regularizer, regularizers)],
)
def test_every_kind_is_compiled(family: Any, module: Any) -> None:
    assert list(kinds(family).values()) == module.KINDS
    assert len(module.KINDS) > 1


@pytest.mark.parametrize("activation", variants(Activation))
def test_activations(activation: Activation) -> None:
    assert_parity(Problem(activation=activation), TOLERANCES)


@pytest.mark.parametrize("activation", variants(Activation))
def test_output_activations(activation: Activation) -> None:
    assert_parity(Problem(output_activation=activation, dropout=0.3), TOLERANCES)


@pytest.mark.parametrize("loss", variants(Loss))
@pytest.mark.parametrize(
    "output_activation", [Tanh(), Sigmoid(), Softmax()], ids=["tanh", "sigmoid", "softmax"]
)
def test_losses(loss: Loss, output_activation: Activation) -> None:
    problem = Problem(
        loss=loss,
        output_activation=output_activation,
        outputs=3,
        task="classes",
        optimizer=Adam(learning_rate=0.003),
    )
    assert_parity(problem, OPTIMIZED)


@pytest.mark.parametrize("optimizer", variants(Optimizer))
def test_optimizers(optimizer: Optimizer) -> None:
    assert_parity(Problem(optimizer=optimizer, hidden=()), OPTIMIZED)  # convex: high rates stay comparable


@pytest.mark.parametrize("kind", kinds(Optimizer).values(), ids=kinds(Optimizer))
def test_optimizers_on_a_deep_network(kind: type[Optimizer]) -> None:
    assert_parity(Problem(optimizer=kind()), OPTIMIZED)


@pytest.mark.parametrize("regularizer", variants(Regularizer))
def test_regularizers(regularizer: Regularizer) -> None:
    problem = Problem(regularizer=regularizer)
    assert_parity(problem, TOLERANCES)
    assert problem.trainer().figures().penalty == pytest.approx(Reference(problem).penalty().item(), rel=1e-5)


shapes = st.builds(
    Problem,
    features=st.integers(1, 6),
    hidden=st.lists(st.integers(1, 37), max_size=4),
    outputs=st.integers(1, 9),
    samples=st.integers(1, 150),
    tests=st.integers(0, 140),
    batch_size=st.integers(1, 60),
    dropout=st.sampled_from([0.0, 0.4]),
    regularizer=st.sampled_from([None, L2()]),
    optimizer=st.just(Adam()),
)


@given(problem=shapes)
def test_shapes(problem: Problem) -> None:
    compiled, reference = problem.trainer(), Reference(problem)
    for name, gradient in reference.gradients().items():
        np.testing.assert_allclose(compiled.gradients()[name], gradient, rtol=1e-4, atol=2e-6)
    for features in (problem.data.test_features, problem.data.train_features):
        values, _ = reference.run(torch.from_numpy(features.T.copy()))
        expected = np.concatenate([value.detach().numpy().T for value in values])
        np.testing.assert_allclose(compiled.forward(features), expected, rtol=1e-4, atol=2e-6)
        np.testing.assert_allclose(
            compiled.forward(features, outputs_only=True), expected[-problem.outputs :], rtol=1e-4, atol=2e-6
        )
    steps = compiled.steps_per_epoch
    reference.advance(steps)
    progress = compiled.advance(steps)
    assert progress.rows.shape == (1, 4)
    np.testing.assert_array_equal(progress.rows[0], compiled.evaluate())
    assert largest_difference(compiled.parameters(), reference.values()) < 1e-4 * max(10, steps)


TASKS = {
    "binary": Problem(
        outputs=1, output_activation=Sigmoid(), loss=BinaryCrossEntropy(), task="binary", tests=200
    ),
    "signed": Problem(
        outputs=1, output_activation=Tanh(), loss=kinds(Loss)["hinge"](), task="binary", tests=200
    ),
    "classes": Problem(
        outputs=5, output_activation=Softmax(), loss=CategoricalCrossEntropy(), task="classes", tests=200
    ),
    "regression": Problem(loss=MeanSquaredError(), tests=200),
}


@pytest.mark.parametrize("name", TASKS)
def test_metrics(name: str) -> None:
    problem = TASKS[name]
    data, reference = problem.data, Reference(problem)
    row = problem.trainer().evaluate()
    for column, (features, targets) in enumerate(
        [(data.train_features, data.train_targets), (data.test_features, data.test_targets)]
    ):
        x, t = torch.from_numpy(features.T.copy()), torch.from_numpy(targets.T.copy())
        assert row[column] == pytest.approx(reference.loss(x, t).item(), rel=1e-5)
        output = reference.run(x)[0][-1]
        match problem.task:
            case "binary":
                right = (output > problem.threshold) == (t > problem.threshold)
            case "classes":
                right = output.argmax(1) == t.argmax(1)
            case _:
                right = torch.full((len(x),), torch.nan)
        accuracy = right.float().mean().item()
        assert np.isnan(accuracy) == (problem.task == "regression")
        assert row[2 + column] == pytest.approx(accuracy, nan_ok=True)


def test_without_test_samples_their_metrics_are_missing() -> None:
    row = replace(TASKS["binary"], tests=0).trainer().evaluate()
    assert np.isnan(row).tolist() == [False, True, False, True]
