"""The compiled trainer's own numbers: elementary functions, random numbers, sums in registers of every width."""

import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.concepts import scalar
from engine.trainers import cache
from engine.trainers.batches import Randomness, shuffle
from engine.trainers.compiled import maths

EPSILON = 6e-8
"""Half the distance between 1 and the next float32 number."""

RANGES: dict[str, tuple[float, float]] = {
    "exp": (-87, 88),
    "log": (1e-30, 1e30),
    "tanh": (-30, 30),
    "sigmoid": (-30, 30),
    "softplus": (-80, 80),
    "sin": (-1000, 1000),
    "cos": (-1000, 1000),
    "sqrt": (0, 1e6),
}


def exact(name: str, x: float) -> float:
    """The function in float64."""
    match name:
        case "sigmoid":
            return 1 / (1 + math.exp(-x))
        case "softplus":
            return max(x, 0.0) + math.log1p(math.exp(-abs(x)))
        case _:
            return float(getattr(math, name)(x))


def tabulate(name: str, numbers: Any) -> Any:
    """Run the compiled form in a loop, which is what it is made for."""
    function = getattr(maths, name)

    @numba.njit
    def loop(x, y):  # type: ignore[no-untyped-def]
        for i in range(len(x)):
            y[i] = function(x[i])

    result = np.empty_like(numbers)
    loop(numbers, result)
    return result


@pytest.mark.parametrize("name", RANGES)
def test_elementary_functions(name: str) -> None:
    low, high = RANGES[name]
    if name == "log":
        numbers = np.geomspace(low, high, 40_000).astype(np.float32)
    else:
        numbers = np.concatenate([np.linspace(low, high, 40_000), np.linspace(-1, 1, 2000).clip(low, high)])
        numbers = numbers.astype(np.float32)
    expected = np.array([exact(name, float(x)) for x in numbers])
    error = np.abs(tabulate(name, numbers) - expected) / np.maximum(np.abs(expected), 1)
    if name in {"exp", "log", "sqrt"}:
        error = np.abs(tabulate(name, numbers) - expected) / np.maximum(np.abs(expected), 1e-6)
    assert error.max() < 6 * EPSILON
    plain = np.array([getattr(scalar, name)(float(x)) for x in numbers])
    assert np.max(np.abs(plain - expected) / np.maximum(np.abs(expected), 1)) < 2 * EPSILON


def test_s_curves_stay_within_their_bounds() -> None:
    numbers = np.array(
        [-np.inf, -1e30, -100, -20, -9, -8, -7.9, 7.9, 8, 9, 20, 100, 1e30, np.inf], np.float32
    )
    assert np.abs(tabulate("tanh", numbers)).max() <= 1
    assert tabulate("sigmoid", numbers).min() >= 0
    assert tabulate("sigmoid", numbers).max() <= 1


@given(x=st.floats(0.0, 0.9999), step=st.integers(1, 10**7))
def test_powers(x: float, step: int) -> None:
    for power in (scalar.power, maths.power.py_func):
        assert 1 - power(x, step) == pytest.approx(1 - x**step, rel=1e-15)


@given(count=st.integers(0, 300), state=st.integers(0, 2**64 - 1))
def test_shuffling_permutes(count: int, state: int) -> None:
    order, generator = np.arange(count), np.array([state], np.uint64)
    shuffle(order, generator)
    assert sorted(order) == list(range(count))
    assert (count < 2) == (generator[0] == state)


def test_every_sample_comes_to_every_place_equally_often() -> None:
    count, times = 6, 24_000
    generator, seen = np.array([9], np.uint64), np.zeros((count, count))
    for _ in range(times):
        order = np.arange(count)
        shuffle(order, generator)
        seen[np.arange(count), order] += 1
    expected = times / count
    assert np.abs(seen - expected).max() < 5 * math.sqrt(expected)


@pytest.mark.parametrize("rate", [0.05, 0.25, 0.5, 0.9])
def test_masks(rate: float) -> None:
    randomness = Randomness(np.uint64(77))
    mask = randomness.mask(400, 50, rate)
    assert mask.shape == (400, 50)
    assert mask.dtype == np.float32
    assert set(np.unique(mask)) == {np.float32(0), np.float32(1) / (np.float32(1) - np.float32(rate))}
    deviation = math.sqrt(rate * (1 - rate) / mask.size)
    assert abs(float((mask == 0).mean()) - rate) < 5 * deviation
    for axis in (0, 1):
        shares = (mask == 0).mean(axis)
        assert np.abs(shares - rate).max() < 6 * math.sqrt(rate * (1 - rate) / mask.shape[axis])
    assert not np.array_equal(mask, randomness.mask(400, 50, rate))


WITH_FEW_KINDS = """
from engine.concepts import families, kinds
for family in ("activations", "losses", "optimizers", "schedules"):
    found = kinds(families()[family])
    for name in set(found) - {"tanh", "linear", "mean_squared_error", "sgd", "constant"}:
        del found[name]
from engine.trainers.compiled.registers import LANES
from tests.engine.compiled_networks import Problem, Reference, largest_difference
problem = Problem(hidden=(13, 8), dropout=0.2)
compiled, reference = problem.trainer(), Reference(problem)
compiled.advance(10)
reference.advance(10)
print(LANES, largest_difference(compiled.parameters(), reference.values()) < 5e-6)
"""


@pytest.mark.parametrize(("features", "lanes"), [("+sse2", 4), ("+avx,+avx2,+fma", 8)])
@pytest.mark.xdist_group("compiling")  # what has a group comes first: nobody waits for these two in the end
def test_processors_with_narrower_registers(tmp_path: Path, features: str, lanes: int) -> None:
    """Nothing but what the network needs is compiled, which takes half of the time, and is kept for nobody else."""
    environment = os.environ | {
        "NUMBA_CPU_NAME": "x86-64",
        "NUMBA_CPU_FEATURES": features,
        cache.ENVIRONMENT_VARIABLE: str(tmp_path),
    }
    run = subprocess.run(
        [sys.executable, "-c", WITH_FEW_KINDS], env=environment, capture_output=True, text=True, check=False
    )
    assert run.stdout.split() == [str(lanes), "True"], run.stderr
