"""The loops of the optimizers: one for every kind."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import Any

from engine.concepts import kinds
from engine.optimizers import Optimizer
from engine.trainers.compilation import finite_part
from engine.trainers.compiled.dispatch import one_of
from engine.trainers.compiled.maths import compiled
from engine.trainers.compiled.registers import get, put

KINDS = list(kinds(Optimizer).values())


def _loop(kind: Any) -> Any:
    """Return the loop over a run of parameters w with gradients g and slots m, v."""
    prepare = compiled(kind.prepare)
    update = compiled(kind.update)

    @finite_part
    def optimize(p, plan, run, rate, step):
        h = prepare(rate, plan.optimizer_c0, plan.optimizer_c1, plan.optimizer_c2, plan.optimizer_c3, step)
        w, g = run.start, plan.gradients + run.start
        m, v = plan.first_slot + run.start, plan.second_slot + run.start
        for i in range(run.count):
            moved, first, second = update(get(p, w + i), get(p, g + i), get(p, m + i), get(p, v + i), h)
            put(p, w + i, moved)
            put(p, m + i, first)
            put(p, v + i, second)

    return optimize


optimize = one_of([_loop(kind) for kind in KINDS])


def optimizer_code(optimizer: Optimizer) -> int:
    """Return the number of a kind for ``optimize``."""
    return KINDS.index(type(optimizer))
