"""How the numbers of each layer are spread."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.concepts import parameter
from engine.observation import Observation
from engine.probes.bins import Ends, counts, settled
from engine.probes.probe import Payload, Probe
from engine.spec import LIMITS
from engine.subject import Subject
from engine.trainers.choice import make_trainer
from engine.trainers.trainer import Array

ENDS, MOMENT = "histograms", "moment"
"""Names under which a run keeps the ends of the bins, and the moment of its past that was looked at last."""


class Histograms(Probe):
    """Weights, biases, gradients, preactivations and outputs of each layer, counted by size."""

    kind: Literal["histograms"] = "histograms"
    title: ClassVar[str] = "Histograms"
    formula: ClassVar[str] = r"n_b = |\{i : l_b \le x_i < l_{b+1}\}|"
    explanation: ClassVar[str] = (
        "How many weights, biases, gradients, preactivations and outputs of a layer lie in each range. In a healthy "
        "network preactivations spread where the activation is steep. Outputs that pile up at the ends of their range "
        "are saturated, those that pile up at zero are dead, and a spread that shrinks or grows from layer to layer "
        "is on its way to vanish or explode."
    )
    source: ClassVar[str] = "Glorot and Bengio, Understanding the difficulty of training deep networks (2010)"
    order: ClassVar[int] = 42
    view: ClassVar[str] = "histograms"
    pause: ClassVar[float] = 0.2

    epoch: int | None = parameter(
        None,
        title="Epoch",
        description="A moment of this training to look back at, the last kept one up to this epoch; none for now.",
        low=0,
        high=LIMITS["epochs"],
    )
    bins: int = parameter(40, title="Bins", description="Ranges to count in.", low=5, high=100, step=1)

    def measure(self, subject: Subject) -> Payload:
        """Return the moments that can be looked back at, and the counts by quantity and node."""
        epoch, seen = self._look(subject)
        ends: dict[tuple[str, str], Ends] = subject.kept.setdefault(ENDS, {})
        quantities: dict[str, Payload] = {}
        for quantity, nodes in quantities_of(seen).items():
            quantities[quantity] = {}
            for node, values in nodes.items():
                low, high = ends[quantity, node] = settled(values, ends.get((quantity, node)))
                found = counts(values, low, high, self.bins)
                quantities[quantity][node] = {"low": low, "high": high, "counts": found}
        return {
            "epoch": epoch,
            "moments": sorted(subject.history.moments),
            "nodes": [node.id for node in subject.network.nodes],
            "quantities": quantities,
        }

    def _look(self, subject: Subject) -> tuple[int, Observation]:
        """Return what is looked at, and its epoch: now, or a moment whose weights the history kept."""
        if self.epoch is None:
            return subject.history.epoch, subject.observation
        moments = subject.history.moments
        epoch = max(kept for kept in moments if kept <= self.epoch)
        before = subject.kept.get(MOMENT)
        data = subject.prepared.data
        if before is None or before[0] != epoch or before[1].network is not subject.network:
            trainer = make_trainer(subject.network, data, moments[epoch])
            before = subject.kept[MOMENT] = (epoch, Observation(subject.network, data, trainer))
        return before


def quantities_of(seen: Observation) -> dict[str, dict[str, Array]]:
    """Return numbers to count by quantity and node.

    What a node learns first are its weights, such as the scale of a normalization; what it learns next its biases.
    """
    learned = {
        node.id: [f"{node.id}.{plan.name}" for plan in node.plans if plan.learned]
        for node in seen.network.nodes
    }
    return {
        "weights": {node: seen.parameters[names[0]] for node, names in learned.items() if names},
        "biases": {node: seen.parameters[names[1]] for node, names in learned.items() if len(names) > 1},
        "weight_gradients": {node: seen.gradients[names[0]] for node, names in learned.items() if names},
        "preactivations": seen.preactivations,
        "outputs": seen.outputs,
    }
