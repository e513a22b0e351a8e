"""The two trainers, behind one protocol."""

from engine.trainers.trainer import Divergence, Progress, Trainer
from engine.trainers.warm import warm

__all__ = ["Divergence", "Progress", "Trainer", "warm"]
