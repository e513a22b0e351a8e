"""What can be seen of a network at one moment, worked out once for all who look."""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np

from engine.activations import Activation
from engine.activations.learned_activation import LearnedActivation
from engine.network import Network, TrainingData
from engine.trainers import Trainer
from engine.trainers.trainer import Array

MOST_SAMPLES = 256
"""The first so many training samples stand for all where values of units are looked at."""


class Observation:
    """A network at one moment. Every part is worked out when it is first asked for, and kept.

    Values of units are those of the first training samples, at most ``MOST_SAMPLES``, with nothing dropped.
    Gradients are of the mean loss without penalty, over the whole training set. Where a layer compares samples, as
    batch normalization does, both are as in a training step whose batch is these first samples: what such a layer
    keeps for use says nothing about the training that has just begun.

    Parameters
    ----------
    network, data, trainer
        What is looked at; the parameters are those that the trainer has when the first part is asked for.
    """

    def __init__(self, network: Network, data: TrainingData, trainer: Trainer) -> None:
        self.network = network
        self._data = data
        self._trainer = trainer
        self.samples = min(MOST_SAMPLES, data.train_features.shape[1])
        """How many samples the values are of."""

    @cached_property
    def parameters(self) -> dict[str, Array]:
        """Return every parameter, learned or kept, by name."""
        return self._trainer.parameters()

    @cached_property
    def features(self) -> Array:
        """Return the scaled features of the samples, shape (features, samples)."""
        return self._data.train_features[:, : self.samples]

    @cached_property
    def outputs(self) -> dict[str, Array]:
        """Return by node what its units give, shape (units, samples)."""
        return self._by_node(self._looked_at.forward(self.features))

    @cached_property
    def preactivations(self) -> dict[str, Array]:
        """Return by node the weighted sums of units that have an activation, shape (units, samples)."""
        sums = self._by_node(self._looked_at.preactivations(self.features))
        return {name: sums[name] for name in self.activations}

    @cached_property
    def activations(self) -> dict[str, Activation]:
        """Return by node the activation, where it has one."""
        settings = ((node.id, node.layer.unit_settings()) for node in self.network.nodes)
        return {name: units.activation for name, units in settings if units is not None}

    @cached_property
    def slopes(self) -> dict[str, Array]:
        """Return by node the derivative f′(z) of its activation, shape (units, samples).

        Nodes are missing whose units have none of their own, as with softmax.
        """
        found = {}
        for name, activation in self.activations.items():
            if activation.elementwise:
                learned = self.parameters.get(f"{name}.{activation.learned}")
                found[name] = slope(activation, self.preactivations[name], learned)
        return found

    @cached_property
    def gradients(self) -> dict[str, Array]:
        """Return the gradient of the mean training loss by each learned parameter."""
        return self._looked_at.gradients()

    @cached_property
    def next_step(self) -> dict[str, Array]:
        """Return what the optimizer would add to each learned parameter now; see ``Trainer.next_step``."""
        return self._trainer.next_step()

    @cached_property
    def _looked_at(self) -> Trainer:
        """Return whoever works out values and gradients: the trainer itself, unless samples are compared."""
        if self.samples == 0 or not any(node.layer.compares_samples for node in self.network.nodes):
            return self._trainer
        from engine.trainers.torch.rehearsal import Rehearsal

        return Rehearsal(self.network, first_samples(self._data, self.samples), self.parameters)

    def _by_node(self, rows: Array) -> dict[str, Array]:
        """Return rows (units of all nodes, samples) by node."""
        found = {}
        start = 0
        for node in self.network.nodes:
            end = start + int(np.prod([axis.size for axis in node.outputs]))
            found[node.id] = rows[start:end]
            start = end
        return found


def first_samples(data: TrainingData, count: int) -> TrainingData:
    """Return the first training samples alone, without any to test on."""
    return TrainingData(
        data.train_features[:, :count],
        data.train_targets[:, :count],
        data.test_features[:, :0],
        data.test_targets[:, :0],
    )


def slope(activation: Activation, z: Array, learned: Array | None = None) -> Array:
    """Return the derivative of an activation at each z, shape (units, n), by autograd.

    ``learned`` is the parameter that each unit has learned, shape (units,), where there is one.
    """
    import torch

    at = torch.from_numpy(np.ascontiguousarray(z.T)).requires_grad_()
    if isinstance(activation, LearnedActivation) and learned is not None:
        value = activation.torch_with(at, torch.from_numpy(learned))
    else:
        value = activation.torch(at)
    if not value.requires_grad:  # one whose output does not move with z at all
        return np.zeros_like(z)
    (found,) = torch.autograd.grad(value.sum(), at)
    return found.T.numpy()


@lru_cache(maxsize=64)
def largest_slope(activation: Activation) -> float:
    """Return the largest size of the derivative of an activation that works on each unit by itself."""
    return float(np.abs(slope(activation, np.linspace(-12, 12, 4801, dtype=np.float32)[None])).max())
