"""What an operation owns in the memory of a training."""

from __future__ import annotations

from typing import NamedTuple

LEARNED, KEPT, SCRATCH = "learned", "kept", "scratch"
"""Changed by the optimizer; changed by the operation itself and part of the state; forgotten between two steps."""


class Property(NamedTuple):
    """Numbers of an operation: the column of the table that tells where they are, their shape and what they are."""

    column: str
    shape: tuple[int, ...]
    role: str = LEARNED
    name: str = ""
    """As the layer calls it, where that is not the name of the column."""
