"""The loops of the activations: one pair for every kind, chosen by number."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
# ruff: noqa: ARG001 — all functions of one choice take the same arguments
from __future__ import annotations

from typing import Any

import numpy as np
from numba.np.numpy_support import carray

from engine.activations import Activation
from engine.concepts import kinds
from engine.trainers.compilation import inline, part
from engine.trainers.compiled.dispatch import one_of
from engine.trainers.compiled.maths import compiled
from engine.trainers.compiled.registers import get, move, put

KINDS = list(kinds(Activation).values())


def _value_loop(kind: Any) -> Any:
    """Return the loop that writes a from z, both ``units`` rows of ``width`` samples.

    ``learned`` is the offset of what each unit has learned to have in place of ``c0``, where the kind learns.
    """
    if not kind.elementwise:
        layer_value = compiled(kind.layer_value)

        @part
        def whole(p, z, a, spare, units, width, c0, c1, learned):
            layer_value(_rows(p, z, units, width), _rows(p, a, units, width), _rows(p, spare, 2, width))

        return whole

    value = compiled(kind.value)
    if kind.learned is not None:

        @part
        def each_its_own(p, z, a, spare, units, width, c0, c1, learned):
            for unit in range(units):
                own = get(p, learned + unit)
                for i in range(unit * width, (unit + 1) * width):
                    put(p, a + i, value(get(p, z + i), own, c1))

        return each_its_own

    @part
    def each(p, z, a, spare, units, width, c0, c1, learned):
        for i in range(units * width):
            put(p, a + i, value(get(p, z + i), c0, c1))

    return each


def _slope_loop(kind: Any) -> Any:
    """Return the loop that turns d = dL/da into dL/dz in place, and writes the gradient of what is learned."""
    if not kind.elementwise:
        layer_slope = compiled(kind.layer_derivative)

        @part
        def whole(p, z, a, d, spare, units, width, c0, c1, learned, gradient):
            layer_slope(_rows(p, a, units, width), _rows(p, d, units, width), _rows(p, spare, 2, width))

        return whole

    derivative = compiled(kind.derivative)
    if kind.learned is not None:
        learned_derivative = compiled(kind.learned_derivative)

        @part
        def each_its_own(p, z, a, d, spare, units, width, c0, c1, learned, gradient):
            for unit in range(units):
                own = get(p, learned + unit)
                total = np.float32(0)
                for i in range(unit * width, (unit + 1) * width):
                    zi, ai, di = get(p, z + i), get(p, a + i), get(p, d + i)
                    total += di * learned_derivative(zi, ai, own, c1)
                    put(p, d + i, di * derivative(zi, ai, own, c1))
                put(p, gradient + unit, total)

        return each_its_own

    @part
    def each(p, z, a, d, spare, units, width, c0, c1, learned, gradient):
        for i in range(units * width):
            put(p, d + i, get(p, d + i) * derivative(get(p, z + i), get(p, a + i), c0, c1))

    return each


@part
def _already_by_z(p, z, a, d, spare, units, width, c0, c1, learned, gradient):
    """Do nothing: the loss gave its derivative by z at once."""


@inline
def _rows(p, start, units, width):
    return carray(move(p, start), (units, width), np.float32)


activate = one_of([_value_loop(kind) for kind in KINDS])
descend = one_of([_already_by_z, *(_slope_loop(kind) for kind in KINDS)])


FUSED = 0
"""The number for ``descend`` where the loss gives its derivative by z at once."""


def activation_code(activation: Activation) -> int:
    """Return the number of a kind for ``activate``; for ``descend`` it is one more."""
    return KINDS.index(type(activation))
