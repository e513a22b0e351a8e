"""Stops when a loss has not improved for a while."""

from __future__ import annotations

import numpy as np

from engine.spec import EarlyStopping
from engine.stopping.finish import Finish
from engine.trainers.trainer import METRICS, Array


def best_epoch(rule: EarlyStopping, rows: Array) -> int | None:
    """Return in which row the watched metric is lowest, where it is a number at all; rows has shape (epochs, 4)."""
    losses = rows[:, METRICS.index(rule.metric)]
    return None if np.isnan(losses).all() else int(np.nanargmin(losses))


def epochs_left(rule: EarlyStopping, rows: Array) -> int:
    """Return the least number of epochs after which the rule could stop."""
    best = best_epoch(rule, rows)
    since = 0 if best is None else len(rows) - 1 - best
    return max(1, rule.patience - since)


def check(rule: EarlyStopping, rows: Array) -> Finish | None:
    """Return the finish where the metric has not improved for as long as the patience."""
    best = best_epoch(rule, rows)
    if best is None or len(rows) - 1 - best < rule.patience:
        return None
    name = rule.metric.replace("_", " ")
    return Finish(
        "early_stopping", f"Stopped early: the {name} has not improved for {rule.patience:,} epochs."
    )
