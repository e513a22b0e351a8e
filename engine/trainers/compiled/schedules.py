"""The schedules: how long the steps of this moment are, and what is remembered at the end of an epoch."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import Any

import numpy as np

from engine.concepts import kinds
from engine.schedules import Schedule
from engine.trainers.compilation import inline, part
from engine.trainers.compiled.dispatch import one_of
from engine.trainers.compiled.table import BEST, EPOCH, POSITION, REDUCED, WAITED

KINDS: list[Any] = list(kinds(Schedule).values())

_multiplier = one_of([part(kind.multiplier) for kind in KINDS])
_remember = one_of([part(kind.remember) for kind in KINDS])


@inline
def learning_rate(plan, counters, figures, samples):
    """Return the learning rate of the next step."""
    return plan.learning_rate * _multiplier(
        plan.schedule,
        counters[EPOCH] + counters[POSITION] / samples,
        plan.epochs,
        figures[REDUCED],
        plan.schedule_c0,
        plan.schedule_c1,
        plan.schedule_c2,
    )


@part
def remember(plan, figures, row):
    """Let the schedule see the metrics of an epoch that ended."""
    figures[REDUCED], figures[BEST], figures[WAITED] = _remember(
        plan.schedule,
        figures[REDUCED],
        figures[BEST],
        figures[WAITED],
        np.float64(row[plan.watched]),
        plan.schedule_c0,
        plan.schedule_c1,
        plan.schedule_c2,
    )


def schedule_code(schedule: Schedule) -> int:
    """Return the number of a kind."""
    return KINDS.index(type(schedule))
