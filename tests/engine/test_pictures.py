"""What every frame shows of a network is what its trainer gives, rounded to bytes."""

from typing import Any

import numpy as np
import pytest

from engine.network import plan, prepare
from engine.spec import read_spec
from engine.trainers import Trainer
from engine.trainers.compiled.for_network import CompiledNetworkTrainer
from engine.trainers.torch import TorchTrainer

POINTS = np.random.default_rng(3).uniform(-4, 4, (2, 300)).astype(np.float32)
TRAINERS = [CompiledNetworkTrainer, TorchTrainer]


def trainer_of(kind: Any) -> Trainer:
    """A trainer with units with and without ends of their own, and with numbers that are kept, not learned."""
    layers = [
        {"kind": "dense", "units": 3, "activation": "tanh"},
        {"kind": "batch_norm"},
        {"kind": "dense", "units": 5, "activation": "relu"},
    ]
    network = plan(read_spec({"data": {"kind": "circle", "samples": 40}, "network": {"layers": layers}}))
    trainer: Trainer = kind(network, prepare(network).data, network.initial_parameters())
    trainer.advance(7)
    return trainer


@pytest.mark.parametrize("kind", TRAINERS)
@pytest.mark.parametrize("outputs_only", [False, True])
def test_a_picture_is_what_the_network_gives_in_bytes(kind: Any, outputs_only: bool) -> None:
    trainer = trainer_of(kind)
    values = trainer.forward(POINTS, outputs_only)
    low, high = np.full((2, len(values)), 0, np.float32)
    low[::2], high[::2] = -0.5, 2
    sizes = np.maximum(np.abs(values).max(axis=1), 1)
    given, levels = (low.copy(), high.copy()), np.empty(values.shape, np.uint8)
    trainer.picture(POINTS, *given, levels, outputs_only)
    low[1::2], high[1::2] = -sizes[1::2], sizes[1::2]
    np.testing.assert_allclose(given, (low, high), rtol=1e-6)
    exact = np.clip((values - low[:, None]) / (high - low)[:, None], 0, 1) * 255
    assert np.abs(levels - exact).max() <= 0.501


@pytest.mark.parametrize("kind", TRAINERS)
def test_what_is_no_number_is_shown_as_zero_and_what_is_infinite_as_the_end(kind: Any) -> None:
    trainer = trainer_of(kind)
    names = [
        name for name, values in trainer.parameters().items() if name.endswith("weight") and values.ndim == 2
    ]
    broken = {name: np.full_like(trainer.parameters()[name], np.nan) for name in names}
    trainer.set_parameters(broken)
    low, high = np.array([[-1] * 5 + [0] * 7, [3] * 5 + [0] * 7], np.float32)
    levels = np.empty((12, POINTS.shape[1]), np.uint8)
    trainer.picture(POINTS, low, high, levels)
    assert set(np.unique(levels[:3])) == {64}
    assert (low[-1], high[-1]) == (-1, 1)


@pytest.mark.parametrize("kind", TRAINERS)
def test_numbers_are_all_parameters_one_behind_another(kind: Any) -> None:
    trainer = trainer_of(kind)
    expected = np.concatenate([values.ravel() for values in trainer.parameters().values()])
    np.testing.assert_array_equal(trainer.numbers(), expected)
    kept = trainer.numbers()
    trainer.advance(1)
    assert not np.array_equal(trainer.numbers(), kept)


@pytest.mark.parametrize("kind", TRAINERS)
def test_sparsity_looks_at_weights_and_at_nothing_that_pads_them(kind: Any) -> None:
    trainer = trainer_of(kind)
    values = trainer.parameters()
    matrices = {name: each for name, each in values.items() if each.ndim == 2}
    trainer.set_parameters({name: np.full_like(each, 0.5) for name, each in matrices.items()})
    assert trainer.figures().sparsity == 0
    name = next(iter(matrices))
    trainer.set_parameters({name: np.full_like(matrices[name], -0.005)})
    count = sum(each.size for each in matrices.values())
    assert trainer.figures().sparsity == pytest.approx(matrices[name].size / count)
