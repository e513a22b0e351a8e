"""The trainer for networks of dense layers, compiled by numba."""

from engine.trainers.compiled.trainer import CompiledTrainer

__all__ = ["CompiledTrainer"]
