"""Turns values into the bytes of pictures: once for every frame, so compiled like the kernels."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np
from numba.core import types
from numpy.typing import NDArray

from engine.trainers.compilation import inline, kernel, part

Matrix = types.float32[:, ::1]
Vector = types.float32[::1]
Levels = types.uint8[:, ::1]
Pictures = types.uint8[:, :, ::1]

LARGEST_SIZE = np.float32(1e30)


@inline
def levels_between(low, high):
    """Return how many of the levels 0 … 255 a difference of 1 is, where ``low`` is the first and ``high`` the last."""
    return np.float32(255) / max(high - low, np.float32(1e-12))


@inline
def level(value, low, factor):
    """Return the level of a value; of one that is no number, the level of 0."""
    given = np.float32(0) if np.isnan(value) else value
    exact = (given - low) * factor + np.float32(0.5)
    return np.uint8(np.int32(min(max(exact, np.float32(0)), np.float32(255))))


@inline
def shown_size(value):
    """Return the size of a value as far as a scale can show it; 0 of one that is no number."""
    return np.float32(0) if np.isnan(value) else min(abs(value), LARGEST_SIZE)


@kernel(Matrix, Vector, Vector, Levels)
def quantize(values, low, high, result):
    """Write rows of values (maps, points) as 0 … 255 between ``low`` and ``high``, each of shape (maps,)."""
    for row in range(values.shape[0]):
        start, factor = low[row], levels_between(low[row], high[row])
        for point in range(values.shape[1]):
            result[row, point] = level(values[row, point], start, factor)


@kernel(Matrix, Vector)
def largest_sizes(values, result):
    """Write the largest size in each row of values (maps, points) to ``result``, shape (maps,)."""
    for row in range(values.shape[0]):
        largest = np.float32(0)
        for point in range(values.shape[1]):
            largest = max(largest, shown_size(values[row, point]))
        result[row] = largest


SMALL, MEDIUM = 5, 21
"""Residuals up to ±5 take half a byte, up to ±21 two, others three."""
MORE, LESS, SHORT_RUN, LONG_RUN, OTHER = 11, 12, 13, 14, 15
"""Half bytes that announce a residual of 6 … 21, of −6 … −21, 3 … 18 zeros, 19 … 274 zeros, any residual."""
SHORTEST, LONGEST_SHORT, LONGEST = 3, 18, 274


def halves_of_zeros(zeros: int) -> list[int]:
    """Return the half bytes of a run of zeros, at most the longest that one code can say."""
    if zeros > LONGEST_SHORT:
        return [LONG_RUN, *divmod(zeros - LONGEST_SHORT - 1, 16)]
    return [SHORT_RUN, zeros - SHORTEST] if zeros >= SHORTEST else [SMALL] * zeros


def halves_of_residual(r: int) -> list[int]:
    """Return the half bytes of a residual of 0 … 255, the upper half of which stands for −128 … −1."""
    if r <= SMALL or r >= 256 - SMALL:
        return [(r + SMALL) & 255]
    if r <= MEDIUM:
        return [MORE, r - SMALL - 1]
    if r >= 256 - MEDIUM:
        return [LESS, 256 - r - SMALL - 1]
    return [OTHER, *divmod(r, 16)]


def codes_of(written: list[list[int]]) -> NDArray[np.uint32]:
    """Return up to three half bytes each in one number, the first lowest, with how many they are in the top byte."""
    return np.array(
        [sum(half << 8 * place for place, half in enumerate(each)) | len(each) << 24 for each in written],
        np.uint32,
    )


RESIDUALS = codes_of([halves_of_residual(r) for r in range(256)])
RUNS = codes_of([halves_of_zeros(zeros) for zeros in range(LONGEST + 1)])


@inline
def put(halves, place, code):
    """Write the half bytes of a code at a place, one in each byte; return the next place.

    Always three are written, since asking how many there are costs more than writing what is overwritten at once.
    """
    halves[place] = code & 15
    halves[place + 1] = (code >> 8) & 15
    halves[place + 2] = (code >> 16) & 15
    return place + np.int64(code >> 24)


@part
def residuals(maps):
    """Return what is left of every byte when its neighbors have predicted it, modulo 256."""
    columns = maps.shape[2]
    values = maps.reshape(maps.size)
    left = values.copy()
    # Over all maps at once, so that it is done many bytes at a time; then the edges, which lack neighbors.
    beside, lower, diagonal = values[columns:], values[1:], values
    target, given = left[columns + 1 :], values[columns + 1 :]
    for i in range(target.size):
        predicted = np.int16(beside[i]) + np.int16(lower[i]) - np.int16(diagonal[i])
        target[i] = np.uint8(given[i] - min(max(predicted, 0), 255))
    for i in range(columns, values.size, columns):
        left[i] = values[i] - values[i - columns]
    for start in range(0, values.size, maps.shape[1] * columns):
        left[start] = values[start]
        for i in range(start + 1, start + columns):
            left[i] = values[i] - values[i - 1]
    return left


@part
def places_of_nonzeros(values):
    """Return the places of what is not 0, then the end, and how many these are."""
    places = np.empty(values.size + 1, np.int32)
    count = 0
    for i in range(values.size):
        places[count] = i
        count += int(values[i] != 0)
    places[count] = values.size
    return places, count


@kernel(Pictures, types.uint8[::1])
def encode(maps, code):
    """Write maps (maps, rows, columns) to ``code`` in half bytes; return how many bytes that took.

    What is written is the residual r[y, x] = v[y, x] − p[y, x] of every byte, where p is v[y−1, x] + v[y, x−1] −
    v[y−1, x−1], but at least 0 and at most 255, with 0 outside of the map: small where a map is smooth, also behind
    the border of a flat region. ``code`` needs room for 3 half bytes for each byte, and one more.
    """
    left = residuals(maps)
    places, nonzeros = places_of_nonzeros(left)
    halves = np.empty(3 * left.size + 6, np.uint8)
    place = 0
    begin = 0
    # Everything that depends on the values is looked up, nothing asked: a wrong guess costs more than a whole code.
    for number in range(nonzeros + 1):
        end = int(places[number])
        zeros = end - begin
        while zeros > LONGEST:
            place = put(halves, place, RUNS[LONGEST])
            zeros -= LONGEST
        place = put(halves, place, RUNS[zeros])
        if number < nonzeros:
            place = put(halves, place, RESIDUALS[left[end]])
        begin = end + 1
    halves[place] = 0
    count = (place + 1) >> 1
    for i in range(count):
        code[i] = (halves[2 * i] << 4) | halves[2 * i + 1]
    return count
