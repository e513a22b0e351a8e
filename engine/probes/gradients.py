"""How large the gradient is in each layer."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.concepts import parameter
from engine.probes.probe import Payload, Probe, Subject
from engine.probes.weights import by_node


class Gradients(Probe):
    """The size of the gradient, layer by layer: where it vanishes, nothing is learned."""

    kind: Literal["gradients"] = "gradients"
    title: ClassVar[str] = "Gradients"
    formula: ClassVar[str] = r"\sqrt{\frac{1}{n} \sum_{ij} \left(\frac{\partial L}{\partial w_{ij}}\right)^2}"
    explanation: ClassVar[str] = (
        "The gradient of the training loss by the weights of each layer. In a deep network of saturating units "
        "it shrinks from layer to layer on its way back, until the first layers hardly learn."
    )
    source: ClassVar[str] = "Glorot and Bengio, Understanding the difficulty of training deep networks (2010)"
    order: ClassVar[int] = 40
    view: ClassVar[str] = "gradients"

    values: bool = parameter(
        False, title="Every gradient", description="Also give the gradient of each single weight and bias."
    )

    def measure(self, subject: Subject) -> Payload:
        """Return root mean square, largest size and share of zeros of each node's weight gradient."""
        nodes = by_node(subject.trainer.gradients())
        weights = [node.get("weight", next(iter(node.values()))) for node in nodes.values()]
        payload: Payload = {
            "nodes": list(nodes),
            "root_mean_square": np.array(
                [np.sqrt(np.mean(g.astype(np.float64) ** 2)) for g in weights], np.float32
            ),
            "largest": np.array([np.abs(g).max() for g in weights], np.float32),
            "zeros": np.array([np.mean(g == 0) for g in weights], np.float32),
        }
        if self.values:
            payload["values"] = nodes
        return payload
