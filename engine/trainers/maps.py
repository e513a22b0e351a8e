"""Turns values into the bytes of pictures: once for every frame, so compiled like the kernels."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np
from numba.core import types

from engine.trainers.compilation import kernel

Matrix = types.float32[:, ::1]
Vector = types.float32[::1]


@kernel(Matrix, Vector, Vector, types.uint8[:, ::1])
def quantize(values, low, high, result):
    """Write rows of finite values (maps, points) as 0 … 255 between ``low`` and ``high``, each of shape (maps,)."""
    for row in range(values.shape[0]):
        start = low[row]
        factor = np.float32(255) / max(high[row] - start, np.float32(1e-12))
        for point in range(values.shape[1]):
            level = (values[row, point] - start) * factor + np.float32(0.5)
            result[row, point] = np.uint8(np.int32(min(max(level, np.float32(0)), np.float32(255))))


@kernel(Matrix, Vector)
def largest_sizes(values, result):
    """Write the largest size in each row of finite values (maps, points) to ``result``, shape (maps,)."""
    for row in range(values.shape[0]):
        largest = np.float32(0)
        for point in range(values.shape[1]):
            largest = max(largest, abs(values[row, point]))
        result[row] = largest
