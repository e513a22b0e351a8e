"""Stops when a loss has not improved for a while."""

from __future__ import annotations

import numpy as np

from engine.spec import Spec
from engine.stopping.finish import Finish
from engine.trainers.trainer import METRICS, Array


def epochs_since_best(spec: Spec, rows: Array) -> int:
    """Return how many epochs ago the watched metric was lowest; rows has shape (epochs, 4)."""
    rule = spec.training.early_stopping
    if rule is None:
        return 0
    losses = rows[:, METRICS.index(rule.metric)]
    if np.isnan(losses).all():
        return 0
    return len(losses) - 1 - int(np.nanargmin(losses))


def patience_left(spec: Spec, rows: Array) -> int:
    """Return the least number of epochs after which the rule could stop."""
    rule = spec.training.early_stopping
    return spec.training.epochs if rule is None else max(1, rule.patience - epochs_since_best(spec, rows))


def check(spec: Spec, rows: Array) -> Finish | None:
    """Return the finish where the metric has not improved for longer than the patience."""
    rule = spec.training.early_stopping
    if rule is None or epochs_since_best(spec, rows) < rule.patience:
        return None
    name = rule.metric.replace("_", " ")
    return Finish(
        "early_stopping", f"Stopped early: the {name} has not improved for {rule.patience:,} epochs."
    )
