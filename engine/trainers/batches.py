"""The trainers' own random numbers: the order of the samples, and what dropout switches off.

Both trainers use these functions, so that they see the same batches and drop the same units. The generator is
SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014, figure 17): its whole state
is one number, and its numbers can be worked out side by side.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np
from numba.core import types
from numpy.typing import NDArray

from engine.trainers.compilation import inline, kernel

u64 = np.uint64
GOLDEN = u64(0x9E3779B97F4A7C15)
"""Distance between two states: 2⁶⁴ divided by the golden ratio."""
HALF = u64(32)
"""The upper 32 bits of a number are used."""


@inline
def number(state):
    """Return the random number of a state, 0 … 2³² − 1, as uint64."""
    x = (state ^ (state >> u64(30))) * u64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> u64(27))) * u64(0x94D049BB133111EB)
    return (x ^ (x >> u64(31))) >> HALF


@kernel(types.int64[::1], types.uint64[::1])
def shuffle(order, state):
    """Shuffle ``order`` in place (Fisher and Yates), from the generator whose state is ``state[0]``.

    A trainer starts from 0, 1, 2, … and shuffles the order it has before the first batch of every epoch.
    """
    count = len(order)
    chosen = np.empty(count, np.uint64)
    # Numbers first, many at a time; exchanging has to go one by one. Shorter ones would be worked out in the widest
    # registers, after which some processors are slower at everything else for a while.
    drawn_from = state[0] + u64(count - 1) * GOLDEN
    for i in range(1, count):
        chosen[i] = (number(drawn_from) * (u64(i + 1) & u64(0xFFFFFFFF))) >> HALF
        drawn_from -= GOLDEN
    for i in range(count - 1, 0, -1):
        last, other = u64(i), chosen[u64(i)]
        order[last], order[other] = order[other], order[last]
    if count:
        state[0] += u64(count - 1) * GOLDEN


@kernel(types.float32[:, ::1], types.int64, types.float32, types.uint64[::1])
def fill_mask(mask, batch, rate, state):
    """Fill ``mask[:, :batch]``, (units, samples), with 0 at the share ``rate`` and 1 / (1 − rate) otherwise.

    Numbers are drawn unit by unit, in each for one sample after the other.
    """
    threshold = u64(np.float64(rate) * 4294967296.0)
    kept = np.float32(1) / (np.float32(1) - rate)
    for unit in range(mask.shape[0]):
        first = state[0] + GOLDEN
        for sample in range(batch):
            drawn = number(first + u64(sample) * GOLDEN)
            mask[unit, sample] = kept if drawn >= threshold else np.float32(0)
        state[0] += u64(batch) * GOLDEN


class Randomness:
    """Dropout masks for layers that run on PyTorch (a ``RandomSource``)."""

    def __init__(self, state: np.uint64) -> None:
        self.state = np.array([state], np.uint64)

    def mask(self, batch: int, units: int, rate: float) -> NDArray[np.float32]:
        """Return an array (batch, units) that is 0 with probability ``rate`` and 1 / (1 − rate) otherwise."""
        mask = np.empty((units, batch), np.float32)
        fill_mask(mask, batch, np.float32(rate), self.state)
        return mask.T
