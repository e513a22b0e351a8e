"""Turns values into bytes of a map, and gives the ends of the scale."""

from __future__ import annotations

from math import isfinite

import numpy as np
from numpy.typing import NDArray

from engine.trainers.trainer import Array


def finite(values: Array) -> Array:
    """Return values without NaN and infinity, which a network that diverged gives; NaN becomes 0."""
    if isfinite(np.add.reduce(values, axis=None)):
        return values
    return np.nan_to_num(values, nan=0.0, posinf=1e30, neginf=-1e30)


def to_bytes(values: Array, low: Array, high: Array) -> NDArray[np.uint8]:
    """Return rows of values (maps, points) as 0 … 255 between the ends low and high, each of shape (maps,)."""
    from engine.trainers.maps import quantize

    result = np.empty(values.shape, np.uint8)
    quantize(np.ascontiguousarray(values), low, high, result)
    return result


def symmetric_ends(values: Array, smallest: float = 1.0) -> tuple[Array, Array]:
    """Return −s and s per row, s being the largest size in it, or ``smallest`` where that is larger."""
    from engine.trainers.maps import largest_sizes

    size = np.empty(len(values), np.float32)
    largest_sizes(np.ascontiguousarray(values), size)
    np.maximum(size, np.float32(smallest), out=size)
    return -size, size
