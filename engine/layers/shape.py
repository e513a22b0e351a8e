"""Shapes with named axes, of one sample (the batch axis is left out)."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod


@dataclass(frozen=True)
class Axis:
    """One axis of a sample, such as ``features`` of size 8, or ``time`` of size 20."""

    name: str
    size: int


Shape = tuple[Axis, ...]


def features_shape(size: int) -> Shape:
    """Return the shape of a plain vector of features."""
    return (Axis("features", size),)


def size_of(shape: Shape) -> int:
    """Return how many numbers one sample of this shape holds."""
    return prod(axis.size for axis in shape)
