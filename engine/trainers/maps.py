"""Turns values into the bytes of pictures: once for every frame, so compiled like the kernels."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np
from numba.core import types

from engine.trainers.compilation import inline, kernel, part

Matrix = types.float32[:, ::1]
Vector = types.float32[::1]
Pictures = types.uint8[:, :, ::1]


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


SMALL, MEDIUM = 5, 21
"""Residuals up to ±5 take half a byte, up to ±21 two, others three."""
MORE, LESS, SHORT_RUN, LONG_RUN, OTHER = 11, 12, 13, 14, 15
"""Half bytes that announce a residual of 6 … 21, of −6 … −21, 3 … 18 zeros, 19 … 274 zeros, any residual."""
SHORTEST, LONGEST_SHORT, LONGEST = 3, 18, 274


@inline
def put_half(code, place, half):
    """Write a number below 16 at a place counted in half bytes, the upper half of a byte first; return the next."""
    if place & 1:
        code[place >> 1] |= np.uint8(half)
    else:
        code[place >> 1] = np.uint8(half << 4)
    return place + 1


@inline
def put_byte(code, place, byte):
    """Write a number below 256 as two half bytes; return the next place."""
    return put_half(code, put_half(code, place, byte >> 4), byte & 15)


@inline
def put_zeros(code, place, zeros):
    """Write a run of zeros; return the next place."""
    while zeros > LONGEST_SHORT:
        run = min(zeros, LONGEST)
        place = put_byte(code, put_half(code, place, LONG_RUN), run - LONGEST_SHORT - 1)
        zeros -= run
    if zeros >= SHORTEST:
        return put_half(code, put_half(code, place, SHORT_RUN), zeros - SHORTEST)
    for _ in range(zeros):
        place = put_half(code, place, SMALL)
    return place


@inline
def put_residual(code, place, r):
    """Write a residual of 1 … 255, the upper half of which stands for −128 … −1; return the next place."""
    if r <= SMALL or r >= 256 - SMALL:
        return put_half(code, place, (r + SMALL) & 255)
    if r <= MEDIUM:
        return put_half(code, put_half(code, place, MORE), r - SMALL - 1)
    if r >= 256 - MEDIUM:
        return put_half(code, put_half(code, place, LESS), 256 - r - SMALL - 1)
    return put_byte(code, put_half(code, place, OTHER), r)


@part
def residuals(maps):
    """Return what is left of every byte when its neighbors have predicted it, modulo 256."""
    left = maps.copy()
    for m in range(maps.shape[0]):
        for y in range(1, maps.shape[1]):
            for x in range(maps.shape[2]):
                left[m, y, x] = np.uint8(maps[m, y, x] - maps[m, y - 1, x])
        for y in range(maps.shape[1]):
            for x in range(maps.shape[2] - 1, 0, -1):
                left[m, y, x] = np.uint8(left[m, y, x] - left[m, y, x - 1])
    return left.ravel()


@kernel(Pictures, types.uint8[::1])
def encode(maps, code):
    """Write maps (maps, rows, columns) to ``code`` in half bytes; return how many bytes that took.

    What is written is the residual r[y, x] = v[y, x] − v[y−1, x] − v[y, x−1] + v[y−1, x−1] of every byte, with 0
    outside of the map: small where a map is smooth. ``code`` needs room for 3 half bytes for each byte, and one more.
    """
    place = 0
    zeros = 0
    for r in residuals(maps):
        if r == 0:
            zeros += 1
            continue
        if zeros > 0:
            place = put_zeros(code, place, zeros)
            zeros = 0
        place = put_residual(code, place, np.int64(r))
    place = put_zeros(code, place, zeros)
    return (place + 1) >> 1
