"""The two trainers, behind one protocol."""

from engine.trainers.trainer import Batch, Divergence, Progress, Trainer
from engine.trainers.warm import warm

__all__ = ["Batch", "Divergence", "Progress", "Trainer", "warm"]
