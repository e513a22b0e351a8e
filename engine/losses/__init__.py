"""Losses: how wrong a prediction is, as one number. One kind per file."""

from engine.losses.loss import Loss

__all__ = ["Loss"]
