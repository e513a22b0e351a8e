"""Which picture is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.arithmetic.places import Place
from engine.landscape.directions import main_plane, random_plane, two_weights
from engine.landscape.flat import Layout
from engine.landscape.plane import Plane
from engine.landscape.trail import Trail

MOST_FITTED = 32
"""Moments of the path to which its plane is fitted: a fit takes time with the square of their number."""


@dataclass(frozen=True)
class Wanted:
    """A plane, and how much of it; another one is another picture."""

    plane: Literal["weights", "random", "trajectory"]
    first: Place | None
    second: Place | None
    """The numbers of a plane of two weights; the first two of the network where none are given."""
    seed: int
    scale: float
    """Widens the usual reach."""
    resolution: int

    def lay(self, layout: Layout, trail: Trail, before: Plane | None) -> Plane:
        """Return the plane for the next picture; ``before`` is that of the last one."""
        if self.plane == "trajectory":
            return main_plane(layout, trail.points(MOST_FITTED), self.seed, before)
        if before is not None:
            return before
        if self.plane == "random":
            return random_plane(layout, trail.now, self.seed)
        return two_weights(layout, self.first or layout.place(0), self.second or layout.place(1))
