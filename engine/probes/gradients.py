"""How large the gradient is in each layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal

import numpy as np

from engine.concepts import parameter
from engine.observation import DEAD, SATURATED, Observation
from engine.probes.probe import Payload, Probe
from engine.probes.weights import by_node
from engine.subject import Subject
from engine.trainers.trainer import Array


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
    pause: ClassVar[float] = 0.05

    values: bool = parameter(
        False, title="Every gradient", description="Also give the gradient of each single weight and bias."
    )

    def measure(self, subject: Subject) -> Payload:
        """Return size and spread of each node's weight gradient, its step, and how its units take it.

        Nodes are those that learn something, in forward order; of one without a weight matrix, what it learns first
        is taken for its weights. NaN stands for a share or ratio that there is not.
        """
        seen = subject.observation
        nodes = by_node(seen.gradients)
        gradients = {name: main(values) for name, values in nodes.items()}
        steps, parameters = by_node(seen.next_step), by_node(seen.parameters)
        sizes = {name: root_mean_square(values) for name, values in gradients.items()}
        payload: Payload = {
            "nodes": list(nodes),
            "root_mean_square": np.array(list(sizes.values()), np.float32),
            "largest": np.array([np.abs(values).max() for values in gradients.values()], np.float32),
            "zeros": np.array([np.mean(values == 0) for values in gradients.values()], np.float32),
            "update_ratio": np.array(
                [root_mean_ratio(main(steps[name]), main(parameters[name])) for name in nodes], np.float32
            ),
            "saturated": share_of(seen, nodes, SATURATED),
            "dead": share_of(seen, nodes, DEAD),
            "unit_states": seen.unit_states,
            "first_to_last": first_to_last(sizes, seen),
        }
        if self.values:
            payload["values"] = nodes
        return payload


def main(values: Mapping[str, Array]) -> Array:
    """Return a node's weights, or what it learns first where it has none."""
    return values.get("weight", next(iter(values.values())))


def root_mean_square(values: Array) -> float:
    """Return the root of the mean of the squares, in float64: small gradients have squares below float32."""
    return float(np.sqrt(np.mean(values.astype(np.float64) ** 2)))


def root_mean_ratio(part: Array, whole: Array) -> float:
    """Return the ratio of two sizes; NaN where there is none."""
    return ratio(root_mean_square(part), root_mean_square(whole))


def ratio(part: float, whole: float) -> float:
    """Return a ratio; NaN where there is none."""
    return part / whole if whole > 0 else float("nan")


def share_of(seen: Observation, nodes: Iterable[str], state: int) -> Array:
    """Return for each node the share of its units in a state; NaN where its units have none."""
    states = seen.unit_states
    return np.array(
        [np.mean(states[name] == state) if name in states else np.nan for name in nodes], np.float32
    )


def first_to_last(sizes: Mapping[str, float], seen: Observation) -> float | None:
    """Return the gradient's size at the first hidden weights by that at the last; None where there are no two."""
    hidden = [sizes[name] for name in seen.activations if name != seen.network.output.id]
    found = ratio(hidden[0], hidden[-1]) if len(hidden) > 1 else float("nan")
    return found if np.isfinite(found) else None
