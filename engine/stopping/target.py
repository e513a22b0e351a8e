"""Stops when a loss or an accuracy is good enough."""

from __future__ import annotations

from engine.spec import Target
from engine.stopping.finish import Finish
from engine.trainers.trainer import METRICS, Array


def epochs_left(_rule: Target, _rows: Array) -> int:
    """Return 1: any epoch may reach the target."""
    return 1


def check(rule: Target, rows: Array) -> Finish | None:
    """Return the finish where the last row, of shape (4,), reaches the target."""
    value = float(rows[-1, METRICS.index(rule.metric)])
    name = rule.metric.replace("_", " ")
    if rule.metric.endswith("loss"):
        if not value <= rule.value:
            return None
        return Finish(
            "target", f"Target reached: the {name} is {value:.4g}, at most {rule.value:g} as asked."
        )
    if not value >= rule.value:
        return None
    return Finish(
        "target",
        f"Target reached: the {name} is {100 * value:.4g} %, at least {100 * rule.value:g} % as asked.",
    )
