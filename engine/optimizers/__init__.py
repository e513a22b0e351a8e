"""Optimizers: how a gradient becomes a change of the weights. One kind per file."""

from engine.optimizers.optimizer import Optimizer

__all__ = ["Optimizer"]
