"""The parameters themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from engine.bundle import Bundle, Layout, layout_of
from engine.probes.probe import Payload, Probe
from engine.subject import Subject
from engine.trainers.trainer import Array


class Weights(Probe):
    """Every weight and bias as it is now."""

    kind: Literal["weights"] = "weights"
    title: ClassVar[str] = "Weights and biases"
    formula: ClassVar[str] = r"z_j = \sum_i w_{ji} x_i + b_j"
    explanation: ClassVar[str] = "How strongly each unit listens to each unit before it, and its own offset."
    source: ClassVar[str] = "Rosenblatt, The Perceptron (1958)"
    order: ClassVar[int] = 30
    view: ClassVar[str] = "network"

    def measure(self, subject: Subject) -> Payload:
        """Return the parameters of each node by name, such as weight (out_features, in_features)."""
        return {"nodes": Bundle(self.layout_of(subject), subject.trainer.numbers())}

    def layout_of(self, subject: Subject) -> Layout:
        """Return which parameters lie where among all numbers."""
        return subject.settled(self, lambda: _layout(subject))


def _layout(subject: Subject) -> Layout:
    return layout_of(tuple((name, values.shape) for name, values in subject.trainer.parameters().items()))


def by_node(values: Mapping[str, Array]) -> dict[str, dict[str, Array]]:
    """Return arrays named ``"<node>.<parameter>"`` as one mapping per node."""
    nodes: dict[str, dict[str, Array]] = {}
    for name, value in values.items():
        node, _, parameter = name.rpartition(".")
        nodes.setdefault(node, {})[parameter] = value
    return nodes
