"""A plane through the space of all weights, and where points lie on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.landscape.flat import Floats

Range = tuple[float, float]


@dataclass(frozen=True)
class Plane:
    """All points anchor + x · first + y · second + what is left of some point beside the plane.

    Its coordinates are those of the point's foot on the plane, so every point of the space has some.
    """

    anchor: Floats
    first: Floats
    second: Floats
    axes: tuple[str, str]
    """What the two directions are, for a reader."""
    reach: float
    """How far the usual picture goes to either side."""
    explained: float | None = None
    """Share of the path's motion that lies in the plane, where the plane was made for the path."""

    def coordinates(self, points: Floats) -> Floats:
        """Return x and y of points (points, numbers), as (points, 2)."""
        directions = np.stack([self.first, self.second])
        found = np.linalg.solve(directions @ directions.T, directions @ (points - self.anchor).T)
        return found.T.astype(np.float64)

    def beside(self, point: Floats) -> Floats:
        """Return what a point has beside its own x and y: the origin of the slice through it."""
        ((x, y),) = self.coordinates(point[None])
        found: Floats = point - x * self.first - y * self.second
        return found


def extent_of(points: Floats, reach: float) -> tuple[Range, Range]:
    """Return the ranges of x and y that show points (points, 2), the last of them with at least ``reach`` around it."""
    low, high = points.min(0), points.max(0)
    margin = 0.15 * (high - low)
    low, high = (
        np.minimum(low - margin, points[-1] - reach),
        np.maximum(high + margin, points[-1] + reach),
    )
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def still_fits(extent: tuple[Range, Range], wanted: tuple[Range, Range], points: Floats) -> bool:
    """Tell whether ranges show all points (points, 2) and are not much wider than they need to be."""
    return all(
        low <= column.min() and column.max() <= high and (high - low) < 2.5 * (to - since)
        for (low, high), (since, to), column in zip(extent, wanted, points.T, strict=True)
    )
