"""What nearest neighbors make of the same features: how much there is to learn at all."""

from __future__ import annotations

import numpy as np

from engine.network import Prepared
from engine.tasks import Task

LOOKED_AT = 256
"""Samples compared with each other."""
NEIGHBORS = 5
FEW = 20
"""Of fewer samples, as in a truth table, no neighbor tells anything of another; then each can be learned by heart."""


def neighbor_skill(prepared: Prepared, task: Task) -> float:
    """Return how much better than the best constant guess a sample's five nearest neighbors guess its target."""
    features = prepared.data.train_features[:, :LOOKED_AT].T.astype(np.float64)
    targets = prepared.train.targets[:LOOKED_AT]
    if len(targets) < FEW:
        return 1.0
    spread = features.std(axis=0)
    features = features / np.where(spread > 0, spread, 1)
    squares = (features**2).sum(axis=1)
    distances = squares[:, None] + squares[None] - 2 * features @ features.T
    np.fill_diagonal(distances, np.inf)
    near = targets[np.argsort(distances, axis=1, kind="stable")[:, :NEIGHBORS]]
    if task == "regression":
        return 1 - float(np.mean((near.mean(axis=1) - targets) ** 2)) / max(float(targets.var()), 1e-12)
    classes = np.unique(targets)
    votes = (near[:, :, None] == classes).sum(axis=1)
    right = float(np.mean(classes[votes.argmax(axis=1)] == targets))
    guess = max(float(np.mean(targets == each)) for each in classes)
    return (right - guess) / max(1 - guess, 1e-9)
