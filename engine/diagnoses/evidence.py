"""What the rules look at: one moment of a run, measured no more than once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.datasets import Samples
from engine.diagnoses.neighbors import neighbor_skill
from engine.history import Epochs
from engine.layers import UnitSettings
from engine.network import Network, Prepared
from engine.network.network import batch_size
from engine.network.nodes import Node
from engine.observation import Observation
from engine.subject import Subject
from engine.trainers import Divergence
from engine.trainers.trainer import METRICS, Array

TRAIN_LOSS, TEST_LOSS, TRAIN_ACCURACY, TEST_ACCURACY = range(len(METRICS))
LEARNED = 0.8
"""A network with this much skill has learned; what else may be odd about its gradients does not hold it back."""

POSSIBLE_SKILL = "possible_skill"
"""What is kept from look to look: the same samples always allow the same."""


@dataclass(frozen=True)
class Evidence:
    """One moment of a run.

    Attributes
    ----------
    rows : array (kept, 4)
        The metrics of all epochs, in a long training of some of them.
    epochs : array (kept,)
        Which epochs these are.
    divergence : Divergence or None
        Where the run blew up, if it did.
    kept : dict
        What is worked out once for each version of the data.
    """

    network: Network
    prepared: Prepared
    observation: Observation
    rows: Array
    epochs: Epochs
    steps_per_epoch: int
    learning_rate: float
    divergence: Divergence | None
    kept: dict[str, Any]
    data_version: int

    @classmethod
    def of(cls, subject: Subject) -> Evidence:
        """Return the present moment of a run."""
        return cls(
            subject.network,
            subject.prepared,
            subject.observation,
            subject.history.rows,
            subject.history.epochs,
            subject.trainer.steps_per_epoch,
            subject.trainer.learning_rate,
            subject.divergence,
            subject.kept,
            subject.data_version,
        )

    @property
    def epoch(self) -> int:
        """Return the epochs that ended so far."""
        return int(self.epochs[-1])

    @property
    def samples(self) -> int:
        """Return how many samples are trained on."""
        return len(self.prepared.train.targets)

    @property
    def batch(self) -> int:
        """Return how many samples one step looks at."""
        return min(batch_size(self.network.spec), self.samples)

    @cached_property
    def hidden(self) -> list[tuple[Node, UnitSettings]]:
        """Return the hidden nodes that have weights, with their settings, in order of computation."""
        return [
            (node, settings)
            for node in self.network.nodes
            if node is not self.network.output and (settings := node.layer.unit_settings()) is not None
        ]

    def name_of(self, node: Node) -> str:
        """Return a node as a sentence calls it."""
        if node is self.network.output:
            return "the output"
        return f"hidden layer {'.'.join(str(int(part) + 1) for part in node.id.split('.')[1::2])}"

    def losses(self, metric: int = TRAIN_LOSS) -> NDArray[np.float64]:
        """Return one metric of all kept epochs, shape (kept,)."""
        return self.rows[:, metric].astype(np.float64)

    @cached_property
    def gradient_sizes(self) -> dict[str, float]:
        """Return the root mean square of each weight matrix's gradient, by node."""
        return {
            name.removesuffix(".weight"): size(values)
            for name, values in self.observation.gradients.items()
            if name.endswith(".weight")
        }

    @cached_property
    def update_ratios(self) -> dict[str, float]:
        """Return the root mean square of the next step over that of the weights, by node."""
        steps = self.observation.next_step
        return {
            name.removesuffix(".weight"): size(steps[name]) / max(size(values), 1e-12)
            for name, values in self.observation.parameters.items()
            if name.endswith(".weight") and name in steps
        }

    @cached_property
    def skill(self) -> float:
        """Return how much better than the best constant guess the network does on what it trains on: 1 is perfect.

        Of a classification it is the share of the mistakes of that guess that are avoided, of a regression the
        share of the variance that is explained.
        """
        if self.network.task != "regression":
            guess = majority(self.prepared.train)
            return float((self.rows[-1, TRAIN_ACCURACY] - guess) / max(1 - guess, 1e-9))
        outputs = self.observation.outputs[self.network.output.id][0].astype(np.float64)
        targets = self.prepared.data.train_targets[0, : outputs.size].astype(np.float64)
        variance = float(np.mean((targets - targets.mean()) ** 2))
        return 1 - float(np.mean((outputs - targets) ** 2)) / max(variance, 1e-12)

    @cached_property
    def possible_skill(self) -> float:
        """Return the skill of guessing from a sample's nearest neighbors: what the features can tell at least."""
        version, skill = self.kept.get(POSSIBLE_SKILL, (None, 0.0))
        if version != self.data_version:
            skill = neighbor_skill(self.prepared, self.network.task)
            self.kept[POSSIBLE_SKILL] = (self.data_version, skill)
        return float(skill)

    @property
    def has_learned(self) -> bool:
        """Tell whether the network does what it should, as well as its data allow."""
        return self.skill >= min(LEARNED, max(0.9 * self.possible_skill, 0.1))

    def covered_by(self, rows: int) -> int:
        """Return over how many epochs the last so many changes from row to row went."""
        return self.epoch - int(self.epochs[-rows - 1])

    def flat_for(self, change: float) -> int:
        """Return over how many epochs up to now the training loss stayed within a share of its present value."""
        losses = self.losses()[::-1]
        spread = np.maximum.accumulate(losses) - np.minimum.accumulate(losses)
        within = spread <= change * abs(losses[0])
        since = len(within) if within.all() else int(np.argmin(within))
        return self.epoch - int(self.epochs[-max(1, since)])

    @cached_property
    def has_settled(self) -> bool:
        """Tell whether the training loss has fallen by less than 3 % over the last tenth of the training."""
        window = max(20, self.network.spec.training.epochs // 10)
        if self.epoch < 2 * window:
            return False
        now = self._mean_loss(self.epoch - window, self.epoch)
        return bool(now > 0.97 * self._mean_loss(self.epoch - 2 * window, self.epoch - window))

    def _mean_loss(self, after: int, until: int) -> float:
        """Return the mean training loss from behind one epoch to another.

        An epoch that is kept stands for those before it that are not.
        """
        first, end = np.searchsorted(self.epochs, (after, until), "right")
        gaps = np.diff(self.epochs.astype(np.float64), prepend=-1)
        return float(np.average(self.losses()[first:end], weights=gaps[first:end]))


def size(values: Array) -> float:
    """Return the root mean square."""
    return float(np.sqrt(np.mean(values.astype(np.float64) ** 2)))


def majority(samples: Samples) -> float:
    """Return the share of the most frequent class."""
    return float(np.unique(samples.targets, return_counts=True)[1].max() / len(samples.targets))
