"""Where the values of one batch lie in memory while the network computes."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import NamedTuple

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


def area_size(rows: int, outputs: int, most_inputs: int, width: int) -> int:
    """Return how many float32 numbers an area takes."""
    return (3 * rows + outputs + SPARE_ROWS + most_inputs) * width


@inline
def area_at(start, rows, outputs, width):
    """Return the area that starts at an offset."""
    z, a, d, t = start, start + rows * width, start + 2 * rows * width, start + 3 * rows * width
    spare = t + outputs * width
    return Area(z, a, d, t, spare, spare + SPARE_ROWS * width, width)


@inline
def whole_registers(samples):
    """Return the smallest multiple of ``LANES`` that holds so many samples."""
    return (samples + LANES - 1) // LANES * LANES
