"""The loss at any point of the weights, measured beside the running training and never by it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.landscape.flat import Floats, Layout
from engine.landscape.work import call_work
from engine.network import Network, TrainingData
from engine.trainers.choice import make_trainer
from engine.trainers.trainer import Array

MOST_SAMPLES = 256
"""The first so many training samples stand for all of them, as far as that can be told from a few."""
FEWEST_SAMPLES = 64
POINT_WORK = 1_000_000
"""Of large networks fewer samples are looked at, so that one point takes no more multiply-adds than this."""


class Ground:
    """The training loss, without penalty, of a network with any weights.

    What a layer keeps without learning it, such as a running mean, is as in ``parameters``.
    """

    def __init__(self, network: Network, data: TrainingData, parameters: Mapping[str, Array]) -> None:
        self.layout = Layout(network)
        affordable = max(FEWEST_SAMPLES, POINT_WORK // network.multiply_adds)
        self.samples = min(MOST_SAMPLES, affordable, data.train_features.shape[1])
        looked_at = TrainingData(
            data.train_features[:, : self.samples],
            data.train_targets[:, : self.samples],
            data.test_features[:, :0],
            data.test_targets[:, :0],
        )
        self._trainer = make_trainer(network, looked_at, parameters)
        self.work = network.multiply_adds * self.samples + call_work(network)
        """Multiply-adds of one point."""

    def keep(self, kept: Mapping[str, Array]) -> None:
        """Take over what layers keep without learning it."""
        self._trainer.set_parameters(kept)

    def loss(self, point: Floats) -> float:
        """Return the loss at a point (numbers); infinite where it is not a number."""
        self._trainer.set_parameters(self.layout.parameters(point))
        value = float(self._trainer.evaluate()[0])
        return value if np.isfinite(value) else float("inf")
