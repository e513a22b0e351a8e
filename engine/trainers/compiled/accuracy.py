"""How many predictions are correct."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np

from engine.trainers.compilation import inline
from engine.trainers.compiled.area import area_of
from engine.trainers.compiled.registers import get, put

NOTHING, SIDE, LARGEST = range(3)
"""What counts as correct: nothing (regression), the right side of a threshold, the largest output."""

JUDGEMENTS = {"regression": NOTHING, "binary": SIDE, "classes": LARGEST}


@inline
def count_correct(p, plan, place, a, samples):
    """Return how many of the first ``samples`` columns are right, from outputs at offset ``a``."""
    area = area_of(place)
    if plan.judgement == SIDE:
        return _on_the_right_side(p, a, area.t, samples, plan.threshold)
    if plan.judgement == LARGEST:
        predicted, true = area.spare, area.spare + area.width
        best = area.spare + 2 * area.width
        _largest(p, a, plan.outputs, area.width, predicted, best)
        _largest(p, area.t, plan.outputs, area.width, true, best)
        return _equal(p, predicted, true, samples)
    return 0


@inline
def _on_the_right_side(p, a, t, samples, threshold):
    correct = np.int32(0)
    for j in range(samples):
        correct += np.int32((get(p, a + j) > threshold) == (get(p, t + j) > threshold))
    return np.int64(correct)


@inline
def _largest(p, x, rows, width, chosen, best):
    """Write the number of each column's largest row (the first of equals) to the row ``chosen``."""
    for j in range(width):
        put(p, chosen + j, np.float32(0))
        put(p, best + j, get(p, x + j))
    for row in range(1, rows):
        number = np.float32(row)
        for j in range(width):
            value = get(p, x + row * width + j)
            larger = value > get(p, best + j)
            put(p, chosen + j, number if larger else get(p, chosen + j))
            put(p, best + j, value if larger else get(p, best + j))


@inline
def _equal(p, x, y, samples):
    same = np.int32(0)
    for j in range(samples):
        same += np.int32(get(p, x + j) == get(p, y + j))
    return np.int64(same)
