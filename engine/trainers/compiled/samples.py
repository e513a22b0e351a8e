"""Brings samples from the data to where the network computes."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from engine.trainers.compilation import inline
from engine.trainers.compiled.area import area_of
from engine.trainers.compiled.registers import address, get, move, put


class Samples(NamedTuple):
    """A set of samples, as compiled code is handed it: rows of features, then rows of targets."""

    numbers: Any
    """Address of the first row."""
    length: int
    """Samples, side by side in a row."""


@inline
def samples_of(matrix):
    """Return the samples in an array (features + targets, samples)."""
    return Samples(address(matrix), matrix.shape[1])


@inline
def gather(p, plan, place, samples, order, start, size):
    """Read the samples ``order[start : start + size]``, and fill up with zeros to the batch size."""
    area = area_of(place)
    for k in range(plan.features):
        gather_row(p, area.a + k * area.width, 1, samples, k, order, start, size)
    for k in range(plan.outputs):
        gather_row(p, area.t + k * area.width, 1, samples, plan.features + k, order, start, size)
    for j in range(size, plan.batch_size):
        for k in range(plan.features):
            put(p, area.a + k * area.width + j, np.float32(0))


@inline
def gather_row(p, destination, distance, samples, row, order, start, size):
    """Read one row of these samples, to places so far apart."""
    numbers = move(samples.numbers, row * samples.length)
    for j in range(size):
        put(p, destination + j * distance, get(numbers, order[np.uint64(start + j)]))


@inline
def read(p, destination, width, samples, first, count, start, size):
    """Copy ``count`` rows, of each the samples ``start`` … ``start + size``, to rows of an area."""
    for k in range(count):
        for j in range(size):
            put(
                p, destination + k * width + j, get(samples.numbers, (first + k) * samples.length + start + j)
            )


@inline
def read_samples(p, plan, place, samples, start, size):
    """Copy features and targets to an area, and fill up with zeros to whole registers."""
    area = area_of(place)
    read(p, area.a, area.width, samples, 0, plan.features, start, size)
    for k in range(plan.features):
        for j in range(size, area.width):
            put(p, area.a + k * area.width + j, np.float32(0))
    read(p, area.t, area.width, samples, plan.features, plan.outputs, start, size)
