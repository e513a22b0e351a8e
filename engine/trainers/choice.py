"""Picks the trainer for a network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.network import Network, TrainingData
from engine.network.network import batch_size
from engine.trainers.trainer import Array, Trainer


def make_trainer(network: Network, data: TrainingData, parameters: Mapping[str, Array]) -> Trainer:
    """Return the trainer that the spec asks for, at step 0."""
    if network.engine() == "torch":
        from engine.trainers.torch import TorchTrainer

        return TorchTrainer(network, data, parameters)
    from engine.trainers.compiled import CompiledTrainer

    return CompiledTrainer(
        data=data, parameters=parameters, seed=network.spec.seed, **compiled_settings(network)
    )


def reconfigure(trainer: Any, network: Network, data: TrainingData) -> None:
    """Let a trainer go on with another spec that has the same parameters.

    The optimizer's state stays where its kind stays. Where the number of samples changes, the present epoch
    begins again with a new order.
    """
    if network.engine() == "torch":
        trainer.reconfigure(network, data)
    else:
        trainer.reconfigure(data=data, **compiled_settings(network))


def compiled_settings(network: Network) -> dict[str, Any]:
    """Return what the compiled trainer is told of a network."""
    return {
        "program": network.operations(),
        "loss": network.spec.loss,
        "optimizer": network.spec.optimizer,
        "batch_size": batch_size(network.spec),
        "task": network.task,
        "threshold": sum(network.target_range()) / 2,
    }
