"""What an operation owns in the memory of a training, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import NamedTuple

from engine.trainers.trainer import Array

LEARNED, KEPT, SCRATCH = "learned", "kept", "scratch"
"""Changed by the optimizer; changed by the operation itself and part of the state; forgotten between two steps."""


class Property(NamedTuple):
    """Numbers of an operation: the column of the table that tells where they are, their shape and what they are."""

    column: str
    shape: tuple[int, ...]
    role: str = LEARNED
    name: str = ""
    """As the layer calls it, where that is not the name of the column."""


@dataclass(frozen=True)
class Place:
    """Where such numbers lie."""

    offset: int
    shape: tuple[int, ...]
    room: tuple[int, ...]
    """The shape with what pads it, at the end of each axis."""
    frozen: bool

    @property
    def end(self) -> int:
        """Return the offset behind it."""
        return self.offset + prod(self.room)

    @property
    def runs(self) -> list[tuple[int, int]]:
        """Return start and end of each row, without what pads it."""
        distance = self.room[-1]
        starts = range(self.offset, self.offset + prod(self.shape[:-1]) * distance, distance)
        return [(start, start + self.shape[-1]) for start in starts]

    def view(self, numbers: Array) -> Array:
        """Return their view of a block that is laid out so."""
        whole = numbers[self.offset : self.end].reshape(self.room)
        return whole[tuple(slice(size) for size in self.shape)]
