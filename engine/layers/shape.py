"""Shapes with named axes, of one sample (the batch axis is left out)."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from engine.errors import ShapeError


@dataclass(frozen=True)
class Axis:
    """One axis of a sample, such as ``features`` of size 8, or ``time`` of size 20."""

    name: str
    size: int


Shape = tuple[Axis, ...]


def features_shape(size: int) -> Shape:
    """Return the shape of a plain vector of features."""
    return (Axis("features", size),)


def features_in(shape: Shape, layer: str) -> int:
    """Return the size of a plain vector of features; raise ShapeError, naming the layer, for any other shape."""
    if len(shape) != 1:
        axes = ", ".join(f"{axis.name} {axis.size}" for axis in shape)
        raise ShapeError(
            f"{layer} takes one axis of features; got ({axes}).", "Put a flattening layer before it."
        )
    return shape[0].size


def size_of(shape: Shape) -> int:
    """Return how many numbers one sample of this shape holds."""
    return prod(axis.size for axis in shape)
