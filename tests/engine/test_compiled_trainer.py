"""The compiled trainer's promises: same results however it is split, saved or reconfigured; a clean stop."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations.linear import Linear
from engine.activations.relu import Relu
from engine.concepts import kinds
from engine.layers import Affine, NormalizingBySample, Stage
from engine.losses.mean_absolute_error import MeanAbsoluteError
from engine.network import TrainingData
from engine.optimizers import Optimizer
from engine.optimizers.adam import Adam
from engine.optimizers.sgd import Sgd
from engine.regularizers.l1 import L1
from engine.trainers import Trainer
from engine.trainers.compiled import CompiledTrainer, looks
from tests.engine.compiled_networks import Problem

DROPPING = Problem(dropout=0.3, optimizer=Adam(), regularizer=L1())
NARROW = Problem(hidden=(8, 6), optimizer=Adam(), regularizer=L1())
"""It goes another way through the compiled trainer: see ``test_narrow_networks.py``."""
BOTH = pytest.mark.parametrize("problem", [DROPPING, NARROW], ids=["dropping", "narrow"])


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two sets of arrays have the same names and the same bits."""
    return one.keys() == other.keys() and all(
        one[name].dtype == other[name].dtype and one[name].tobytes() == other[name].tobytes() for name in one
    )


def test_it_is_a_trainer() -> None:
    trainer: Trainer = DROPPING.trainer()
    assert (trainer.step, trainer.steps_per_epoch, trainer.steps_to_epoch_end) == (0, 4, 4)
    trainer.advance(5)
    assert (trainer.step, trainer.steps_per_epoch, trainer.steps_to_epoch_end) == (5, 4, 3)


@BOTH
@given(splits=st.lists(st.integers(0, 30), max_size=6))
def test_splitting_changes_nothing(problem: Problem, splits: list[int]) -> None:
    whole, parts = problem.trainer(), problem.trainer()
    at_once = whole.advance(sum(splits)).rows
    in_parts = []
    for steps in splits:
        progress = parts.advance(steps)
        assert progress.steps == steps
        in_parts.append(progress.rows)
        parts.evaluate(), parts.gradients(), parts.forward(problem.data.test_features)
    assert same(whole.state(), parts.state())
    assert at_once.tobytes() == b"".join(rows.tobytes() for rows in in_parts)


@BOTH
@pytest.mark.parametrize("kind", kinds(Optimizer).values(), ids=kinds(Optimizer))
@given(before=st.integers(0, 20))
def test_a_loaded_state_goes_on_bit_identically(problem: Problem, kind: type[Optimizer], before: int) -> None:
    problem = replace(problem, optimizer=kind())
    one, other = problem.trainer(), problem.trainer()
    one.advance(before)
    state = one.state()
    kept = {name: array.copy() for name, array in state.items()}
    assert one.state_bytes() == b"".join(array.tobytes() for array in state.values())
    one.advance(13)
    assert same(state, kept)
    other.advance(3)
    other.load(state)
    assert same(other.state(), kept)
    other.advance(13)
    assert same(one.state(), other.state())


def test_a_state_has_natural_names_and_shapes() -> None:
    state = DROPPING.trainer().state()
    assert state["layers.0.weight"].shape == (5, 3)
    assert state["layers.0.weight.first_moment"].shape == (5, 3)
    assert state["output.bias.second_moment"].shape == (2,)
    assert {"order", "position", "batches_state", "dropout_state", "step"} <= state.keys()


def test_parameters_can_be_overwritten_and_are_copies() -> None:
    trainer = DROPPING.trainer()
    parameters = trainer.parameters()
    parameters["output.bias"][:] = 7
    assert not np.any(trainer.parameters()["output.bias"] == 7)
    trainer.set_parameters({"output.bias": parameters["output.bias"]})
    assert np.all(trainer.parameters()["output.bias"] == 7)
    assert same(trainer.parameters() | {"output.bias": parameters["output.bias"]}, parameters)


@BOTH
def test_the_last_batch_of_an_epoch_may_be_smaller(problem: Problem) -> None:
    problem = replace(problem, samples=8, batch_size=7)
    trainer = problem.trainer()
    assert trainer.steps_per_epoch == 2
    assert trainer.advance(1).rows.shape == (0, 4)
    assert trainer.advance(1).rows.shape == (1, 4)


DIVERGING = Problem(
    hidden=(4, 4),
    activation=Relu(),
    output_activation=Linear(),
    optimizer=Sgd(learning_rate=10.0),
    samples=64,
)


@pytest.mark.parametrize("batch_size", [7, 64])
def test_divergence_keeps_the_last_finite_state(batch_size: int) -> None:
    problem = replace(DIVERGING, batch_size=batch_size)
    trainer = problem.trainer()
    progress = trainer.advance(10_000)
    assert progress.divergence is not None
    assert progress.divergence.step == trainer.step + 1 == progress.steps + 1
    assert progress.divergence.node in {"layers.0", "layers.1", "output"}
    assert progress.divergence.what in {"preactivation", "gradient"}
    for name, value in trainer.state().items():
        assert np.all(np.isfinite(value)), name
    before = trainer.parameters()
    again = trainer.advance(1)
    assert again.steps == 0
    assert again.divergence is not None
    assert same(trainer.parameters(), before)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 2.0**61])
@pytest.mark.parametrize("node", ["layers.0", "layers.1", "output"])
def test_divergence_names_the_first_node_whose_preactivation_blew_up(node: str, bad: float) -> None:
    trainer = DIVERGING.trainer()
    bias = trainer.parameters()[f"{node}.bias"]
    bias[0] = bad
    trainer.set_parameters({f"{node}.bias": bias})
    divergence = trainer.advance(5).divergence
    assert divergence is not None
    assert (divergence.step, divergence.node, divergence.what) == (1, node, "preactivation")


def test_divergence_names_a_gradient_where_every_preactivation_is_finite() -> None:
    data = TrainingData(*(np.full((1, 4), value, np.float32) for value in (2.0**59, 0, 1, 0)))
    problem = replace(
        DIVERGING, features=1, hidden=(), outputs=1, samples=4, batch_size=4, loss=MeanAbsoluteError()
    )
    trainer = CompiledTrainer(parameters={}, seed=1, **problem.settings() | {"data": data})
    trainer.set_parameters({"output.weight": np.ones((1, 1), np.float32)})
    assert trainer.advance(1).divergence is None  # a gradient of 2⁵⁹ is still fine
    data = TrainingData(*(np.full((1, 4), value, np.float32) for value in (2.0**61, 0, 1, 0)))
    trainer = CompiledTrainer(parameters={}, seed=1, **problem.settings() | {"data": data})
    trainer.set_parameters({"output.weight": np.full((1, 1), 2.0**-4, np.float32)})
    divergence = trainer.advance(1).divergence
    assert divergence is not None
    assert (divergence.node, divergence.what) == ("output", "gradient")


def test_reconfigure_keeps_parameters_and_the_state_of_the_same_optimizer() -> None:
    trainer = DROPPING.trainer()
    trainer.advance(6)
    before = trainer.state()
    trainer.reconfigure(**replace(DROPPING, optimizer=Adam(learning_rate=0.5), dropout=0.1).settings())
    assert same(trainer.state(), before)
    trainer.reconfigure(**replace(DROPPING, optimizer=Sgd(), batch_size=3).settings())
    after = trainer.state()
    assert same(trainer.parameters(), {name: before[name] for name in trainer.parameters()})
    assert np.all(after["output.weight.velocity"] == 0)
    assert after["step"] == before["step"]
    assert after["optimizer_step"] == 0
    assert after["position"] == before["position"]
    assert trainer.advance(trainer.steps_to_epoch_end).rows.shape == (1, 4)


def test_reconfigure_with_other_samples_begins_a_new_epoch() -> None:
    trainer = DROPPING.trainer()
    trainer.advance(6)
    trainer.reconfigure(**replace(DROPPING, samples=11).settings())
    assert trainer.steps_to_epoch_end == trainer.steps_per_epoch == 2
    assert trainer.advance(2).rows.shape == (1, 4)
    assert sorted(trainer.state()["order"]) == list(range(11))


def test_dropout_is_off_unless_training() -> None:
    with_dropout, without = DROPPING.trainer(), replace(DROPPING, dropout=0.0).trainer()
    features = DROPPING.data.train_features
    np.testing.assert_array_equal(
        with_dropout.forward(features, outputs_only=True), without.forward(features, outputs_only=True)
    )
    np.testing.assert_array_equal(with_dropout.evaluate(), without.evaluate())
    assert same(with_dropout.gradients(), without.gradients())
    with_dropout.advance(1), without.advance(1)
    assert not same(with_dropout.parameters(), without.parameters())


def test_seeds_draw_different_orders() -> None:
    orders = []
    for seed in (1, 2):
        trainer = CompiledTrainer(parameters=DROPPING.parameters, seed=seed, **DROPPING.settings())
        trainer.advance(1)
        orders.append(trainer.state()["order"])
    assert not np.array_equal(*orders)
    assert sorted(orders[0]) == sorted(orders[1]) == list(range(23))


def test_kernels_refuse_other_types_instead_of_compiling_again() -> None:
    with pytest.raises(TypeError, match="No matching definition"):
        looks.collect(np.zeros(4, np.float64), DROPPING.trainer()._memory.natural, np.zeros(4, np.float32))


def test_a_program_must_end_with_an_affine_operation() -> None:
    program = [*DROPPING.program, DROPPING.program[0]]
    with pytest.raises(TypeError, match="must end with"):
        CompiledTrainer(parameters={}, seed=1, **DROPPING.settings() | {"program": program})
    assert isinstance(DROPPING.program[-1].operation, Affine)


def test_a_node_of_several_operations_shows_the_last_and_its_sums_reach_all_before() -> None:
    plain = Problem(hidden=(4,), features=3)
    first, last = plain.program
    between = Stage(first.node, NormalizingBySample(4, 0.01), (0,))
    longer = plain.settings() | {"program": [first, between, Stage(last.node, last.operation, (1,))]}
    parameters = plain.parameters | {"layers.0.scale": np.ones(4, np.float32)}
    trainer = CompiledTrainer(parameters=parameters, seed=1, **longer)
    values = trainer.forward(plain.data.test_features)
    assert values.shape == (4 + plain.outputs, plain.tests)
    np.testing.assert_allclose(values[:4].mean(0), 0, atol=1e-6)
    np.testing.assert_array_equal(trainer.forward(plain.data.test_features, outputs_only=True), values[4:])
    assert {"layers.0.weight", "layers.0.scale"} <= trainer.gradients().keys()
