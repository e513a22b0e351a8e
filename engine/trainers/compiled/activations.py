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
from engine.trainers.compiled.area import area_of
from engine.trainers.compiled.dispatch import one_of
from engine.trainers.compiled.maths import compiled
from engine.trainers.compiled.registers import get, move, put

KINDS = list(kinds(Activation).values())


def _value_loop(kind: Any) -> Any:
    """Return the loop that writes an operation's rows a from its rows z, ``count`` numbers.

    Where the kind learns, what each unit has learned stands in place of ``c0``.
    """
    if not kind.elementwise:
        layer_value = compiled(kind.layer_value)

        @part
        def whole(p, operation, place, count):
            area = area_of(place)
            units, row = operation.outputs, operation.output_row * area.width
            layer_value(
                _rows(p, area.z + row, units, area.width),
                _rows(p, area.a + row, units, area.width),
                _rows(p, area.spare, 2, area.width),
            )

        return whole

    value = compiled(kind.value)
    if kind.learned is not None:

        @part
        def each_its_own(p, operation, place, count):
            area, learned, c1 = area_of(place), operation.learned, operation.activation_c1
            for unit in range(operation.outputs):
                own = get(p, learned + unit)
                row = (operation.output_row + unit) * area.width
                for i in range(row, row + area.width):
                    put(p, area.a + i, value(get(p, area.z + i), own, c1))

        return each_its_own

    @part
    def each(p, operation, place, count):
        area, c0, c1 = area_of(place), operation.activation_c0, operation.activation_c1
        first = operation.output_row * area.width
        z, a = area.z + first, area.a + first
        for i in range(count):
            put(p, a + i, value(get(p, z + i), c0, c1))

    return each


def _slope_loop(kind: Any) -> Any:
    """Return the loop that turns d = dL/da into dL/dz in place, and writes the gradient of what is learned."""
    if not kind.elementwise:
        layer_slope = compiled(kind.layer_derivative)

        @part
        def whole(p, operation, place, gradients, count):
            area = area_of(place)
            units, row = operation.outputs, operation.output_row * area.width
            layer_slope(
                _rows(p, area.a + row, units, area.width),
                _rows(p, area.d + row, units, area.width),
                _rows(p, area.spare, 2, area.width),
            )

        return whole

    derivative = compiled(kind.derivative)
    if kind.learned is not None:
        learned_derivative = compiled(kind.learned_derivative)

        @part
        def each_its_own(p, operation, place, gradients, count):
            area, learned, c1 = area_of(place), operation.learned, operation.activation_c1
            for unit in range(operation.outputs):
                own = get(p, learned + unit)
                total = np.float32(0)
                row = (operation.output_row + unit) * area.width
                for i in range(row, row + area.width):
                    zi, ai, di = get(p, area.z + i), get(p, area.a + i), get(p, area.d + i)
                    total += di * learned_derivative(zi, ai, own, c1)
                    put(p, area.d + i, di * derivative(zi, ai, own, c1))
                put(p, gradients + learned + unit, total)

        return each_its_own

    @part
    def each(p, operation, place, gradients, count):
        area, c0, c1 = area_of(place), operation.activation_c0, operation.activation_c1
        first = operation.output_row * area.width
        z, a, d = area.z + first, area.a + first, area.d + first
        for i in range(count):
            put(p, d + i, get(p, d + i) * derivative(get(p, z + i), get(p, a + i), c0, c1))

    return each


@part
def _already_by_z(p, operation, place, gradients, count):
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
