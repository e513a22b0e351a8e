"""All learned numbers of a network in one row."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import numpy as np
from numpy.typing import NDArray

from engine.arithmetic.places import Place, learned_plans
from engine.network import Network
from engine.trainers.trainer import Array

Floats = NDArray[np.float64]


class Layout:
    """Where each learned parameter lies in the row."""

    def __init__(self, network: Network) -> None:
        self.shapes = {name: plan.shape for name, plan in learned_plans(network).items()}
        self.starts: dict[str, int] = {}
        self.size = 0
        for name, shape in self.shapes.items():
            self.starts[name] = self.size
            self.size += prod(shape)

    def row(self, parameters: Mapping[str, Array]) -> Array:
        """Return parameters as one row, (numbers)."""
        return np.concatenate([parameters[name].ravel() for name in self.shapes])

    def parameters(self, row: Floats) -> dict[str, Array]:
        """Return a row as parameters by name."""
        single = row.astype(np.float32)
        return {
            name: single[start : start + prod(shape)].reshape(shape)
            for (name, shape), start in zip(self.shapes.items(), self.starts.values(), strict=True)
        }

    def position(self, place: Place) -> int:
        """Return where in the row a number lies."""
        return self.starts[place.name] + int(np.ravel_multi_index(place.index, self.shapes[place.name]))

    def place(self, position: int) -> Place:
        """Return which number lies at a position in the row."""
        name = max(
            (name for name, start in self.starts.items() if start <= position), key=self.starts.__getitem__
        )
        node, _, parameter = name.rpartition(".")
        index = np.unravel_index(position - self.starts[name], self.shapes[name])
        return Place(node, parameter, tuple(int(i) for i in index))
