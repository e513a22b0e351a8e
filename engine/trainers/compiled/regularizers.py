"""The loops of the regularizers: one pair for every kind, and one for none."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
# ruff: noqa: ARG001 — all functions of one choice take the same arguments
from __future__ import annotations

from typing import Any

import numpy as np

from engine.concepts import kinds
from engine.regularizers import Regularizer
from engine.trainers.compilation import part
from engine.trainers.compiled.dispatch import one_of
from engine.trainers.compiled.maths import compiled
from engine.trainers.compiled.registers import get, put

KINDS = list(kinds(Regularizer).values())


def _slope_loop(kind: Any) -> Any:
    """Return the loop that adds the penalty's derivative to ``count`` gradients g of weights w."""
    derivative = compiled(kind.derivative)

    @part
    def add_slope(p, w, g, count, c0, c1):
        for i in range(count):
            put(p, g + i, get(p, g + i) + derivative(get(p, w + i), c0, c1))

    return add_slope


def _value_loop(kind: Any) -> Any:
    """Return the loop that sums the penalty over ``count`` weights."""
    value = compiled(kind.value)

    @part
    def sum_values(p, w, count, c0, c1):
        total = np.float32(0)
        for i in range(count):
            total += value(get(p, w + i), c0, c1)
        return total

    return sum_values


@part
def _no_slope(p, w, g, count, c0, c1):
    """Do nothing."""


@part
def _no_value(p, w, count, c0, c1):
    return np.float32(0)


add_penalty_slope = one_of([_no_slope, *(_slope_loop(kind) for kind in KINDS)])
penalty_of = one_of([_no_value, *(_value_loop(kind) for kind in KINDS)])


def regularizer_code(regularizer: Regularizer | None) -> int:
    """Return the number of a kind, or of none."""
    return 0 if regularizer is None else 1 + KINDS.index(type(regularizer))
