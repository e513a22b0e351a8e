"""Picks the trainer for a network."""

from __future__ import annotations

from collections.abc import Mapping

from engine.network import Network, TrainingData
from engine.network.network import batch_size
from engine.trainers.trainer import Array, Trainer


def make_trainer(network: Network, data: TrainingData, parameters: Mapping[str, Array]) -> Trainer:
    """Return the trainer that the spec asks for, at step 0."""
    if network.engine() == "torch":
        from engine.trainers.torch import TorchTrainer

        return TorchTrainer(network, data, parameters)
    from engine.trainers.compiled import CompiledTrainer

    return CompiledTrainer(network, data, parameters)


def reconfigure(trainer: Trainer, network: Network, data: TrainingData) -> Trainer:
    """Let a trainer go on with another spec that has the same parameters."""
    trainer.reconfigure(network, data)
    return trainer
