"""Networks of narrow layers are trained sample by sample, and come to the same as autograd."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import Activation
from engine.activations.elu import Elu
from engine.activations.relu import Relu
from engine.activations.sigmoid import Sigmoid
from engine.activations.softmax import Softmax
from engine.concepts import kinds
from engine.layers import Adding, Affine, Stage
from engine.losses.binary_cross_entropy import BinaryCrossEntropy
from engine.losses.categorical_cross_entropy import CategoricalCrossEntropy
from engine.optimizers.adam import Adam
from engine.optimizers.sgd import Sgd
from engine.regularizers.l2 import L2
from engine.trainers.compiled.narrow import is_narrow
from tests.engine.compiled_networks import TOLERANCES, Problem, Reference, assert_parity, largest_difference
from tests.engine.variants import variants

NARROW = Problem(features=2, hidden=(8, 6), outputs=1, batch_size=10)
LEARNED = kinds(Activation)["prelu"]()

pytestmark = pytest.mark.skipif(
    not is_narrow(NARROW.program, NARROW.features, NARROW.batch_size),
    reason="This processor's registers are too short.",
)


def takes_this_way(problem: Problem) -> bool:
    return is_narrow(problem.program, problem.features, problem.batch_size)


@pytest.mark.parametrize(
    "change",
    [
        {"features": 1},
        {"features": 8},
        {"hidden": (5,)},
        {"hidden": (7, 8, 5)},
        {"outputs": 9},
        {"batch_size": 1},
        {"batch_size": 16},
        {"output_activation": LEARNED},
    ],
    ids=str,
)
def test_narrow_networks(change: dict[str, Any]) -> None:
    assert takes_this_way(replace(NARROW, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"features": 9},
        {"hidden": ()},
        {"hidden": (8, 4)},
        {"hidden": (9, 8)},
        {"batch_size": 17},
        {"dropout": 0.2},
        {"activation": Softmax()},
        {"activation": LEARNED},
    ],
    ids=str,
)
def test_others(change: dict[str, Any]) -> None:
    assert not takes_this_way(replace(NARROW, **change))


def test_a_network_with_a_shortcut_is_none() -> None:
    first, second, _ = NARROW.program
    adding = Stage("layers.1", Adding(8, 6), (1, 0))
    output = Stage("output", Affine(8, 1, Sigmoid(), None), (2,))
    assert not is_narrow([first, second, adding, output], 2, 10)
    assert not is_narrow([first, Stage("layers.1", second.operation, (-1,)), output], 2, 10)


@pytest.mark.parametrize("activation", variants(Activation, elementwise=True, learned=None))
def test_activations(activation: Activation) -> None:
    problem = replace(NARROW, activation=activation)
    assert takes_this_way(problem)
    assert_parity(problem, TOLERANCES)


shapes = st.builds(
    Problem,
    features=st.integers(1, 8),
    hidden=st.lists(st.integers(5, 8), min_size=1, max_size=4),
    outputs=st.integers(1, 9),
    samples=st.integers(1, 60),
    tests=st.integers(0, 140),
    batch_size=st.integers(1, 16),
    activation=st.sampled_from([Elu(), Relu(), Sigmoid()]),
    regularizer=st.sampled_from([None, L2()]),
    optimizer=st.just(Adam()),
)


@given(problem=shapes)
def test_shapes(problem: Problem) -> None:
    assert takes_this_way(problem)
    compiled, reference = problem.trainer(), Reference(problem)
    steps = 2 * compiled.steps_per_epoch
    reference.advance(steps)
    progress = compiled.advance(steps)
    np.testing.assert_array_equal(progress.rows[-1], compiled.evaluate())
    assert largest_difference(compiled.parameters(), reference.values()) < 1e-4 * max(10, steps)
    for name, gradient in reference.gradients().items():
        np.testing.assert_allclose(compiled.gradients()[name], gradient, rtol=1e-2, atol=1e-3)


@pytest.mark.parametrize(
    ("loss", "output_activation", "outputs", "task"),
    [
        (BinaryCrossEntropy(), Sigmoid(), 1, "binary"),
        (CategoricalCrossEntropy(), Softmax(), 5, "classes"),
    ],
)
def test_one_step_follows_the_gradient_that_is_shown(
    loss: Any, output_activation: Activation, outputs: int, task: str
) -> None:
    problem = replace(
        NARROW,
        activation=Sigmoid(),
        loss=loss,
        output_activation=output_activation,
        outputs=outputs,
        task=task,
        samples=13,
        batch_size=13,
        optimizer=Sgd(learning_rate=0.5),
    )
    assert takes_this_way(problem)
    trainer = problem.trainer()
    before, gradients = trainer.parameters(), trainer.gradients()
    trainer.advance(1)
    for name, values in trainer.parameters().items():
        np.testing.assert_allclose(values, before[name] - 0.5 * gradients[name], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("features", [2, 3, 5])
def test_what_pads_weights_stays_zero(features: int) -> None:
    """Units that are none give something all the same: a sigmoid is ½ where its sum is 0."""
    problem = replace(NARROW, features=features, hidden=(5, 7), activation=Sigmoid(), optimizer=Adam())
    trainer = problem.trainer()
    trainer.advance(50)
    memory = trainer._memory
    count = memory.plan["parameters"][0]
    padding = np.ones(count, bool)
    for start, length in memory.natural:
        padding[start : start + length] = False
    assert padding.sum() > 10
    for part in range(4):  # weights, gradients, and the optimizer's two slots
        assert not memory.numbers[part * count : (part + 1) * count][padding].any()


def test_going_on_with_larger_batches_takes_the_other_way_with_the_same_numbers() -> None:
    narrow, wide = NARROW, replace(NARROW, batch_size=20)
    assert takes_this_way(narrow)
    assert not takes_this_way(wide)
    trainer = narrow.trainer()
    trainer.advance(7)
    before, slots = trainer.parameters(), trainer.slots()
    trainer.reconfigure(**wide.settings())
    for name, values in trainer.parameters().items():
        np.testing.assert_array_equal(values, before[name])
        for slot, kept in trainer.slots()[name].items():
            np.testing.assert_array_equal(kept, slots[name][slot])
    assert trainer.advance(5).steps == 5


@pytest.mark.parametrize("bad", [np.nan, np.inf, 2.0**61])
@pytest.mark.parametrize("node", ["layers.0", "layers.1", "output"])
def test_divergence_names_the_first_node_whose_preactivation_blew_up(node: str, bad: float) -> None:
    trainer = replace(NARROW, activation=Relu()).trainer()
    bias = trainer.parameters()[f"{node}.bias"]
    bias[-1] = bad
    trainer.set_parameters({f"{node}.bias": bias})
    divergence = trainer.advance(5).divergence
    assert divergence is not None
    assert (divergence.step, divergence.node, divergence.what) == (1, node, "preactivation")
