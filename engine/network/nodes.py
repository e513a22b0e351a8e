"""The nodes of a network: each layer at its place, with the shapes that go in and come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from engine.errors import ShapeError
from engine.layers import Layer, ParameterPlan, Shape

INPUT = "input"
"""The id of the features, which are the first source."""


@dataclass(frozen=True)
class Node:
    """One layer at its place in the network. Shapes are those of one sample."""

    id: str
    sources: tuple[str, ...]
    """Whose values it reads; a layer with layers inside reads the last of them, then its own inputs."""
    layer: Layer
    inputs: Shape
    outputs: Shape
    plans: tuple[ParameterPlan, ...]
    multiply_adds: int

    @property
    def path(self) -> str:
        """Return where the layer stands in the spec."""
        return f"network.{self.id}"

    @property
    def parameter_count(self) -> int:
        """Return how many numbers the node learns."""
        return sum(prod(plan.shape) for plan in self.plans if plan.learned)


def nodes_of(layers: Sequence[tuple[str, Layer]], source: str, inputs: Shape) -> list[Node]:
    """Return the nodes of layers that follow each other, in order of computation: what is inside a layer first.

    ``layers`` are ids and layers; the first reads ``source``, which gives ``inputs``.

    Raises
    ------
    ShapeError
        Where a layer cannot take what the one before it gives.
    """
    nodes: list[Node] = []
    for name, layer in layers:
        body = nodes_of(
            [(f"{name}.layers.{index}", inner) for index, inner in enumerate(layer.body())], source, inputs
        )
        try:
            outputs = layer.output_shape(inputs)
        except ShapeError as error:
            raise ShapeError(error.message, error.hint, f"network.{name}") from None
        sources = (body[-1].id, source) if body else (source,)
        node = Node(
            name, sources, layer, inputs, outputs, layer.parameters(inputs), layer.multiply_adds(inputs)
        )
        nodes += [*body, node]
        source, inputs = name, outputs
    return nodes
