"""The two trainers, behind one protocol."""

from engine.trainers.trainer import Divergence, Progress, Trainer

__all__ = ["Divergence", "Progress", "Trainer"]
