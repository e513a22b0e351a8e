"""How steep activations are."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numba.core import types

from engine.activations import Activation
from engine.concepts import kinds
from engine.trainers.compilation import kernel, part
from engine.trainers.compiled.dispatch import one_of
from engine.trainers.compiled.maths import compiled
from engine.trainers.trainer import Array

Matrix = types.float32[:, ::1]

KINDS = [kind for kind in kinds(Activation).values() if kind.elementwise]  # type: ignore[attr-defined]
"""Those whose units each have a slope of their own."""


def _loop(kind: Any) -> Any:
    """Return the loop over units and samples."""
    derivative = compiled(kind.derivative)

    @part
    def each(z, a, c0, c1, result):
        for unit in range(z.shape[0]):
            own = c0[unit]
            for j in range(z.shape[1]):
                result[unit, j] = derivative(z[unit, j], a[unit, j], own, c1)

    return each


_each = one_of([_loop(kind) for kind in KINDS])


@kernel(types.int64, Matrix, Matrix, types.float32[::1], types.float32, Matrix)
def _write_slopes(code, z, a, c0, c1, result):
    """Write the derivative of a kind at each z, with ``c0`` of shape (units,)."""
    _each(code, z, a, c0, c1, result)


def slope(activation: Activation, z: Array, outputs: Array, learned: Array | None = None) -> Array:
    """Return the derivative of an activation at each z, where it gives ``outputs``; all have shape (units, n).

    ``learned`` is the parameter that each unit has learned, shape (units,), where there is one.
    """
    first, second = activation.constants()
    own = np.full(len(z), first, np.float32) if learned is None else learned
    given = (np.ascontiguousarray(numbers, np.float32) for numbers in (z, outputs, own))
    result = np.empty(z.shape, np.float32)
    _write_slopes(KINDS.index(type(activation)), *given, np.float32(second), result)
    return result


@lru_cache(maxsize=64)
def largest_slope(activation: Activation) -> float:
    """Return the largest size of the derivative of an activation that works on each unit by itself."""
    c0, c1 = (np.float32(constant) for constant in activation.constants())
    points = np.linspace(-12, 12, 961, dtype=np.float32)
    return max(abs(float(activation.derivative(z, activation.value(z, c0, c1), c0, c1))) for z in points)
