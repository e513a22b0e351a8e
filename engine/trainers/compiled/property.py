"""What an operation owns in the memory of a training, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import NamedTuple

from engine.trainers.compiled.registers import padded
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
    """Where such numbers lie, with every row padded to whole groups."""

    offset: int
    shape: tuple[int, ...]
    frozen: bool

    @property
    def end(self) -> int:
        """Return the offset behind it."""
        return self.offset + prod(self.room)

    @property
    def room(self) -> tuple[int, ...]:
        """Return the padded shape."""
        return (*self.shape[:-1], padded(self.shape[-1]))

    @property
    def runs(self) -> list[tuple[int, int]]:
        """Return start and end of each row, without what pads it."""
        rows = range(self.offset, self.end, self.room[-1])
        return [(start, start + self.shape[-1]) for start in rows]

    def view(self, numbers: Array) -> Array:
        """Return their view of a block that is laid out so."""
        whole = numbers[self.offset : self.end].reshape(self.room)
        return whole[tuple(slice(size) for size in self.shape)]
