"""The kept moments of a training as rows of numbers, and where they lie on a plane."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.history import History
from engine.landscape.flat import Floats, Layout
from engine.landscape.plane import Plane
from engine.trainers.trainer import Array


class Trail:
    """The way that a training has come, from its start to now."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._rows: dict[int, Array] = {}
        self._plane: Plane | None = None
        self._on_plane: dict[int, Floats] = {}
        self.now = np.empty(0, np.float64)

    def take(self, history: History, parameters: Mapping[str, Array]) -> None:
        """Take in the moments that are new, and where training is now."""
        for epoch in history.moments:
            if epoch not in self._rows:
                self._rows[epoch] = self._layout.row(history.moments[epoch])
        self.now = self._layout.row(parameters).astype(np.float64)

    @property
    def epochs(self) -> list[int]:
        """Return the epochs of the kept moments, from 0."""
        return list(self._rows)

    def points(self, most: int) -> Floats:
        """Return kept moments and, last, where training is now, (points, numbers).

        Of more than ``most`` moments as many are left out evenly.
        """
        rows = list(self._rows.values())
        return np.stack([*rows[:: -(-len(rows) // most)], self.now]).astype(np.float64)

    def on(self, plane: Plane) -> Floats:
        """Return x and y of every kept moment and, last, of now, (moments + 1, 2)."""
        if plane is not self._plane:
            self._plane, self._on_plane = plane, {}
        for epoch, row in self._rows.items():
            if epoch not in self._on_plane:
                self._on_plane[epoch] = plane.coordinates(row[None].astype(np.float64))[0]
        return np.stack([*self._on_plane.values(), plane.coordinates(self.now[None])[0]])
