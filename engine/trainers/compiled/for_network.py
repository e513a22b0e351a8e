"""The compiled trainer, told what it needs of a network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.network import Network, TrainingData
from engine.network.network import batch_size
from engine.trainers.compiled.trainer import CompiledTrainer
from engine.trainers.trainer import Array


class CompiledNetworkTrainer(CompiledTrainer):
    """See ``engine.trainers.trainer.Trainer``."""

    def __init__(self, network: Network, data: TrainingData, parameters: Mapping[str, Array]) -> None:
        super().__init__(parameters=parameters, seed=network.spec.seed, **settings(network, data))
        self._network, self._data = network, data

    def take_over(self, network: Network, data: TrainingData) -> None:
        """Go on with a spec that has the same parameters; what stays the same object need not be laid out anew."""
        before, spec = self._network, network.spec
        stays = (
            network.nodes is before.nodes
            and data is self._data
            and spec.loss is before.spec.loss
            and type(spec.optimizer) is type(before.spec.optimizer)
            and batch_size(spec) == batch_size(before.spec)
        )
        self._network, self._data = network, data
        if stays:
            self.retune(spec.optimizer, spec.training.gradient_clipping, spec.training.epochs)
        else:
            self.reconfigure(**settings(network, data))


def settings(network: Network, data: TrainingData) -> dict[str, Any]:
    """Return what the compiled trainer is told of a network and its samples."""
    return {
        "program": network.operations(),
        "data": data,
        "loss": network.spec.loss,
        "optimizer": network.spec.optimizer,
        "clipping": network.spec.training.gradient_clipping,
        "epochs": network.spec.training.epochs,
        "batch_size": batch_size(network.spec),
        "task": network.task,
        "threshold": sum(network.target_range()) / 2,
    }
