"""How large the gradient is in each layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.concepts import parameter
from engine.observation import DEAD, SATURATED, Observation, States
from engine.probes.probe import Payload, Probe
from engine.probes.weights import by_node
from engine.subject import Subject
from engine.trainers.trainer import Array

Floats = NDArray[np.float64]


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
        steps, parameters = by_node(seen.next_step), by_node(seen.parameters)
        gradients = Parts([main(values) for values in nodes.values()])
        sizes = gradients.root_mean_squares()
        moved, whole = (Parts([main(each[name]) for name in nodes]) for each in (steps, parameters))
        states = seen.unit_states
        payload: Payload = {
            "nodes": list(nodes),
            "root_mean_square": sizes.astype(np.float32),
            "largest": gradients.largest().astype(np.float32),
            "zeros": gradients.zeros().astype(np.float32),
            "update_ratio": ratio(moved.root_mean_squares(), whole.root_mean_squares()).astype(np.float32),
            "saturated": share_of(states, nodes, SATURATED),
            "dead": share_of(states, nodes, DEAD),
            "unit_states": states,
            "first_to_last": first_to_last(dict(zip(nodes, sizes, strict=True)), seen),
        }
        if self.values:
            payload["values"] = nodes
        return payload


def main(values: Mapping[str, Array]) -> Array:
    """Return a node's weights, or what it learns first where it has none."""
    return values.get("weight", next(iter(values.values())))


class Parts:
    """Arrays one after another, measured each by itself but all at once; in float64, since squares may be small."""

    def __init__(self, arrays: list[Array]) -> None:
        self._counts = np.array([values.size for values in arrays])
        self._starts = np.cumsum(self._counts) - self._counts
        self._numbers = np.concatenate([values.ravel() for values in arrays], dtype=np.float64)

    def root_mean_squares(self) -> Floats:
        """Return the root of the mean of the squares of each array."""
        found: Floats = np.sqrt(np.add.reduceat(self._numbers**2, self._starts) / self._counts)
        return found

    def largest(self) -> Floats:
        """Return the largest size in each array."""
        found: Floats = np.maximum.reduceat(np.abs(self._numbers), self._starts)
        return found

    def zeros(self) -> Floats:
        """Return the share of zeros in each array."""
        found: Floats = np.add.reduceat((self._numbers == 0).astype(np.float64), self._starts) / self._counts
        return found


def ratio(part: Floats, whole: Floats) -> Floats:
    """Return ratios; NaN where there is none."""
    found: Floats = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return found


def share_of(states: Mapping[str, States], nodes: Iterable[str], state: int) -> Array:
    """Return for each node the share of its units in a state; NaN where its units have none."""
    return np.array(
        [
            np.count_nonzero(states[name] == state) / len(states[name]) if name in states else np.nan
            for name in nodes
        ],
        np.float32,
    )


def first_to_last(sizes: Mapping[str, float], seen: Observation) -> float | None:
    """Return the gradient's size at the first hidden weights by that at the last; None where there are no two."""
    hidden = [sizes[name] for name in seen.activations if name != seen.network.output.id]
    if len(hidden) < 2 or not hidden[-1] > 0:
        return None
    found = float(hidden[0] / hidden[-1])
    return found if isfinite(found) else None
