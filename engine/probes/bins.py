"""Ranges to count in whose ends stay where they are for as long as they serve."""

from __future__ import annotations

from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray

from engine.trainers.trainer import Array

Ends = tuple[float, float]

STEPS = 4
"""The ends are multiples of a round number of which about so many fit into the spread of the values."""
NARROW = 0.3
"""Values that fill less than this share of the range get a smaller one."""
LARGEST = 1e30
"""Larger numbers are those of a network that diverged; they are not counted."""


def settled(values: Array, before: Ends | None) -> Ends:
    """Return the ends of a range for values: those before where they still serve, else round numbers."""
    counted = values[np.abs(values) < LARGEST]
    if not counted.size:
        return before or (-1.0, 1.0)
    low, high = float(counted.min()), float(counted.max())
    if before is not None and before[0] <= low and high <= before[1]:
        filled = (high - low) / (before[1] - before[0])
        if filled >= NARROW or low == high:
            return before
    spread = high - low
    if spread < 1e-6 * max(abs(low), abs(high)) or spread == 0:
        spread = abs(high) or 1.0
    step = round_number(spread / STEPS)
    return step * floor(low / step), step * max(ceil(high / step), floor(low / step) + 1)


def round_number(least: float) -> float:
    """Return the smallest of 1, 2 or 5 times a power of ten that is not below a positive number."""
    power: float = 10.0 ** floor(log10(least))
    return power * next(factor for factor in (1, 2, 5, 10, 20) if factor * power >= least)


def counts(values: Array, low: float, high: float, bins: int) -> NDArray[np.uint32]:
    """Return how many values lie in each of so many equal ranges, where all values lie between the ends."""
    counted = values[np.abs(values) < LARGEST].astype(np.float64)
    places = ((counted - low) * (bins / (high - low))).astype(np.int64)
    return np.bincount(places.clip(0, bins - 1), minlength=bins).astype(np.uint32)
