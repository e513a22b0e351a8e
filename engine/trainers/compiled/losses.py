"""The loops of the losses: one for every kind, and a second where it is fused with the output activation."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import Any

import numpy as np

from engine.concepts import kinds
from engine.losses import Loss
from engine.trainers.compilation import inline, part
from engine.trainers.compiled.area import area_of
from engine.trainers.compiled.dispatch import one_of
from engine.trainers.compiled.maths import compiled
from engine.trainers.compiled.registers import get, put

KINDS: list[Any] = list(kinds(Loss).values())
FUSED_KINDS = [kind for kind in KINDS if kind.fused_with is not None]


def _loop(value: Any, derivative: Any) -> Any:
    """Return the loop over the output's rows, of which the first is ``row`` and the first ``samples`` columns are used.

    It writes dL/da (dL/dz where the kind is fused) times ``scale`` to d, and 0 in the unused columns, and returns
    the sum of the losses.
    """

    @part
    def judge(p, plan, place, row, samples, scale):
        area, c0, c1 = area_of(place), plan.loss_c0, plan.loss_c1
        total = np.float32(0)
        for output in range(plan.outputs):
            first = (row + output) * area.width
            z, a, d, t = area.z + first, area.a + first, area.d + first, area.t + output * area.width
            for j in range(area.width):
                used = np.int32(j) < np.int32(samples)  # of the numbers' width; wider ones slow the rest down
                total += value(get(p, z + j), get(p, a + j), get(p, t + j), c0, c1) if used else np.float32(0)
                slope = derivative(get(p, a + j), get(p, t + j), c0, c1) * scale
                put(p, d + j, slope if used else np.float32(0))
        return total

    return judge


def _each(value: Any) -> Any:
    """Return the loop that writes the loss of every column, summed over the output's rows, to the first spare row."""

    @part
    def judge_each(p, plan, place, row):
        area, c0, c1 = area_of(place), plan.loss_c0, plan.loss_c1
        for j in range(area.width):
            put(p, area.spare + j, np.float32(0))
        for output in range(plan.outputs):
            first = (row + output) * area.width
            z, a, t = area.z + first, area.a + first, area.t + output * area.width
            for j in range(area.width):
                loss = value(get(p, z + j), get(p, a + j), get(p, t + j), c0, c1)
                put(p, area.spare + j, get(p, area.spare + j) + loss)

    return judge_each


def _plain(kind: Any) -> Any:
    """Return a kind's loss as a function of z, a, t and its constants."""
    kind_value = compiled(kind.value)

    @inline
    def value(_z, a, t, c0, c1):
        return kind_value(a, t, c0, c1)

    return value


def _fused(kind: Any) -> Any:
    """Return the same of a fused pair."""
    fused_value = compiled(kind.fused_value)

    @inline
    def value(z, a, t, _c0, _c1):
        return fused_value(z, a, t)

    return value


@inline
def _difference(a, t, _c0, _c1):
    """Return dL/dz = a − t of every fused pair."""
    return a - t


VALUES = [*(_plain(kind) for kind in KINDS), *(_fused(kind) for kind in FUSED_KINDS)]
DERIVATIVES = [*(compiled(kind.derivative) for kind in KINDS), *(_difference for _ in FUSED_KINDS)]

judge = one_of([_loop(*pair) for pair in zip(VALUES, DERIVATIVES, strict=True)])
judge_each = one_of([_each(value) for value in VALUES])
finish = one_of([part(kind.finish) for kind in KINDS])
finish_slope = one_of([part(kind.finish_slope) for kind in KINDS])


def finish_code(loss: Loss) -> int:
    """Return the number of a kind for ``finish`` and ``finish_slope``."""
    return KINDS.index(type(loss))


def loss_code(loss: Loss, fused: bool) -> int:
    """Return the number of a kind for ``judge`` and ``judge_each``."""
    return len(KINDS) + FUSED_KINDS.index(type(loss)) if fused else KINDS.index(type(loss))
