"""Where the values of one batch lie in memory while the network computes."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engine.trainers.compilation import inline
from engine.trainers.compiled.registers import LANES

TILE = 128
"""So many samples go through the network together where nothing is trained; their values fit the nearest cache."""

SPARE_ROWS = 4


class Area(NamedTuple):
    """Offsets of the first rows of what is known for every unit; each row holds ``width`` samples."""

    z: int
    """Preactivations (for dropout: the mask)."""
    a: int
    """Outputs; the features come first."""
    d: int
    """Derivatives of the loss by ``a``, then by ``z``."""
    t: int
    """Targets, one row for each output."""
    spare: int
    """Rows for what lives shortly."""
    x: int
    """The inputs of one operation at a time, sample by sample instead of unit by unit."""
    width: int
    """Samples side by side: a multiple of ``LANES``, of which the last may be unused."""


AREA = np.dtype([(name, np.int64) for name in Area._fields], align=True)
"""An area as it stands in the plan; compiled functions hand each other its address, which fits one register."""


def area_size(rows: int, outputs: int, most_inputs: int, width: int) -> int:
    """Return how many float32 numbers an area takes."""
    return (3 * rows + outputs + SPARE_ROWS + most_inputs) * width


def area_at(start: int, rows: int, outputs: int, width: int) -> Area:
    """Return the area that starts at an offset."""
    z, a, d, t = (start + part * rows * width for part in range(4))
    spare = t + outputs * width
    return Area(z, a, d, t, spare, spare + SPARE_ROWS * width, width)


@inline
def area_of(place):
    """Return the area that stands at a place in the plan, for loops: writing numbers cannot change it."""
    return Area(place.z, place.a, place.d, place.t, place.spare, place.x, place.width)


@inline
def tile_for(plan, samples):
    """Return the place of the area for up to ``TILE`` samples, with rows no longer than they need."""
    place = plan.tile
    place.width = (samples + LANES - 1) // LANES * LANES
    return place
