"""Stops when a loss hardly changes any more."""

from __future__ import annotations

import numpy as np

from engine.spec import Plateau
from engine.stopping.finish import Finish
from engine.trainers.trainer import METRICS, Array


def epochs_flat(rule: Plateau, rows: Array) -> int:
    """Return over how many epochs up to now the metric has changed by less than the rule's change."""
    losses = rows[-rule.epochs - 1 :, METRICS.index(rule.metric)][::-1]
    flat = np.maximum.accumulate(losses) - np.minimum.accumulate(losses) < rule.change
    return (len(flat) if flat.all() else int(np.argmin(flat))) - 1


def epochs_left(rule: Plateau, rows: Array) -> int:
    """Return the least number of epochs after which the rule could stop."""
    return max(1, rule.epochs - max(0, epochs_flat(rule, rows)))


def check(rule: Plateau, rows: Array) -> Finish | None:
    """Return the finish where the metric has been flat for long enough."""
    if epochs_flat(rule, rows) < rule.epochs:
        return None
    name = rule.metric.replace("_", " ")
    return Finish(
        "plateau",
        f"Stopped on a plateau: the {name} has changed by less than {rule.change:g} "
        f"within the last {rule.epochs:,} epochs.",
    )
