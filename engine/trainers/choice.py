"""Picks the trainer for a network."""

from __future__ import annotations

from collections.abc import Mapping

from engine.network import Network, TrainingData
from engine.trainers.trainer import Array, Trainer


def make_trainer(network: Network, data: TrainingData, parameters: Mapping[str, Array]) -> Trainer:
    """Return the trainer that the spec asks for, at step 0; only that one's library is loaded."""
    if network.engine() == "torch":
        from engine.trainers.torch import TorchTrainer

        return TorchTrainer(network, data, parameters)
    from engine.trainers.compiled.for_network import CompiledNetworkTrainer

    return CompiledNetworkTrainer(network, data, parameters)
