"""The loss on a piece of a plane, a few points at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.landscape.flat import Floats
from engine.landscape.ground import Ground
from engine.landscape.plane import Plane, Range


@dataclass(frozen=True)
class Center:
    """The point that a slice goes through, and when training was there."""

    point: Floats
    epoch: int
    step: int


class Slice:
    """Losses over x and y: a picture of resolution² points, the row of the lowest y first."""

    def __init__(
        self, plane: Plane, center: Center, extent: tuple[Range, Range], resolution: int, ground: Ground
    ) -> None:
        self.plane, self.center, self.extent = plane, center, extent
        self.values = np.full((resolution, resolution), np.nan, np.float32)
        self._ground = ground
        self._beside = plane.beside(center.point)
        self._x, self._y = (np.linspace(*ends, resolution) for ends in extent)
        self._done = 0

    @property
    def complete(self) -> bool:
        """Tell whether every point is measured."""
        return self._done == self.values.size

    @property
    def rows_done(self) -> int:
        """Return how many rows are complete."""
        return self._done // len(self.values)

    def go_on(self, work: int) -> int:
        """Measure the next points, at least one, for about so many multiply-adds; return those that are left."""
        while not self.complete:
            row, column = divmod(self._done, len(self.values))
            point = self._beside + self._x[column] * self.plane.first + self._y[row] * self.plane.second
            self.values[row, column] = self._ground.loss(point)
            self._done += 1
            work -= self._ground.work
            if work < self._ground.work:
                break
        return work

    def ends(self) -> tuple[float, float]:
        """Return the lowest and the highest finite loss so far; 0 and 1 where there is none."""
        finite = self.values[np.isfinite(self.values)]
        return (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
