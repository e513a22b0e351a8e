"""The loops of the optimizers: one for every kind."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import Any

from engine.concepts import kinds
from engine.optimizers import Optimizer
from engine.trainers.compilation import part
from engine.trainers.compiled.dispatch import one_of
from engine.trainers.compiled.maths import compiled
from engine.trainers.compiled.registers import get, put

KINDS = list(kinds(Optimizer).values())


def _loop(kind: Any) -> Any:
    """Return the loop over ``count`` parameters w with gradients g and slots m, v, all offsets."""
    prepare = compiled(kind.prepare)
    update = compiled(kind.update)

    @part
    def optimize(p, w, g, m, v, count, rate, c0, c1, c2, c3, step):
        h = prepare(rate, c0, c1, c2, c3, step)
        for i in range(count):
            moved, first, second = update(get(p, w + i), get(p, g + i), get(p, m + i), get(p, v + i), h)
            put(p, w + i, moved)
            put(p, m + i, first)
            put(p, v + i, second)

    return optimize


optimize = one_of([_loop(kind) for kind in KINDS])


def optimizer_code(optimizer: Optimizer) -> int:
    """Return the number of a kind for ``optimize``."""
    return KINDS.index(type(optimizer))
