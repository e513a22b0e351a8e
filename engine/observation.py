"""What can be seen of a network at one moment, worked out once for all who look."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.activations import Activation
from engine.network import Network, TrainingData
from engine.trainers import Trainer
from engine.trainers.trainer import Array

if TYPE_CHECKING:
    from engine.rehearsed_step import RehearsedStep

MOST_SAMPLES = 256
"""The first so many training samples stand for all where values of units are looked at."""

FINE, SATURATED, DEAD = range(3)
"""States of a unit."""
FLAT = 0.05
"""A slope below this share of the activation's largest one lets hardly any gradient through."""
NEARLY_ALL = 0.95
"""A unit is saturated where its slope is flat for at least this share of the samples."""

REHEARSAL = "rehearsal"
"""Under this name a run keeps what looks at samples as one batch."""

States = NDArray[np.uint8]


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
    kept
        Of the same run's observations, what serves the next one as well.
    """

    def __init__(
        self, network: Network, data: TrainingData, trainer: Trainer, kept: dict[str, Any] | None = None
    ) -> None:
        self._kept = {} if kept is None else kept
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
        from engine.trainers.slopes import slope

        found: dict[str, Array] = {}
        for activation, names in self._groups.items():
            own = [self.parameters.get(f"{name}.{activation.learned}") for name in names]
            learned = np.concatenate(
                [values for values in own if values is not None] or [np.empty(0, np.float32)]
            )
            sums = np.concatenate([self.preactivations[name] for name in names])
            outputs = np.concatenate([self.outputs[name] for name in names])
            found |= self._split(slope(activation, sums, outputs, learned if len(learned) else None), names)
        return {name: found[name] for name in self.activations if name in found}

    @cached_property
    def _groups(self) -> dict[Activation, list[str]]:
        """Return the nodes of each activation that works on every unit by itself: treated together, they cost less."""
        found: dict[Activation, list[str]] = {}
        for name, activation in self.activations.items():
            if activation.elementwise:
                found.setdefault(activation, []).append(name)
        return found

    def _split(self, rows: NDArray[Any], names: list[str]) -> dict[str, NDArray[Any]]:
        """Return what belongs to each of some nodes, from rows for the units of all of them."""
        ends = np.cumsum([len(self.preactivations[name]) for name in names])
        return dict(zip(names, np.split(rows, ends[:-1]), strict=True))

    @cached_property
    def unit_states(self) -> dict[str, States]:
        """Return by node, for each unit, whether it is fine, saturated or dead, shape (units,).

        Of a dead unit the slope is 0 for every sample, of a saturated one flat for nearly all. An output whose loss
        has the derivative by the weighted sum itself is left out: however flat it is, no gradient is lost there.
        """
        from engine.trainers.slopes import largest_slope

        spec = self.network.spec
        fused = spec.loss.fused_with == spec.network.output.activation.kind_name()
        found: dict[str, States] = {}
        for activation, names in self._groups.items() if self.samples else ():
            sizes = np.abs(np.concatenate([self.slopes[name] for name in names]))
            flat = sizes < FLAT * largest_slope(activation)
            states = np.where(flat.mean(axis=1) >= NEARLY_ALL, SATURATED, FINE)
            states[~sizes.any(axis=1)] = DEAD
            found |= self._split(states.astype(np.uint8), names)
        if fused:
            found.pop(self.network.output.id, None)
        return {name: found[name] for name in self.activations if name in found}

    @cached_property
    def gradients(self) -> dict[str, Array]:
        """Return the gradient of the mean training loss by each learned parameter."""
        return self._looked_at.gradients()

    @cached_property
    def next_step(self) -> dict[str, Array]:
        """Return what the optimizer would add to each learned parameter now; see ``Trainer.next_step``.

        It goes along the gradient that is shown: where samples are compared, that of the first ones as one batch.
        """
        rehearsal = self._rehearsal
        return self._trainer.next_step() if rehearsal is None else rehearsal.step_of(self._trainer)

    @cached_property
    def _looked_at(self) -> Trainer:
        """Return whoever works out values and gradients: the trainer itself, unless samples are compared."""
        return self._rehearsal or self._trainer

    @cached_property
    def _rehearsal(self) -> RehearsedStep | None:
        """Return the network as a training step has it, where that is another than in use."""
        if self.samples == 0 or not self.network.compares_samples:
            return None
        from engine.rehearsed_step import RehearsedStep

        kept = self._kept.get(REHEARSAL)
        if kept is None or kept.network is not self.network:
            data = first_samples(self._data, self.samples)
            kept = self._kept[REHEARSAL] = RehearsedStep(self.network, data, self.parameters)
        rehearsal: RehearsedStep = kept
        rehearsal.set_parameters(self.parameters)
        return rehearsal

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
