"""The loops of gradient clipping: one for every kind, and one for none."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.clippings import Clipping
from engine.concepts import kinds
from engine.trainers.compilation import inline, part
from engine.trainers.compiled.dispatch import one_of
from engine.trainers.compiled.maths import compiled
from engine.trainers.compiled.registers import entry, get, put

KINDS: list[Any] = list(kinds(Clipping).values())


@inline
def _norm(p, g, trained):
    """Return the length of the gradient at offset ``g``, summed in float64: its square may not fit into float32."""
    squares = 0.0
    for i in range(trained.length):
        run = entry(trained.runs, i)
        for place in range(g + run.start, g + run.start + run.count):
            number = np.float64(get(p, place))
            squares += number * number
    return math.sqrt(squares)


def _loop(kind: Any) -> Any:
    """Return the loop over the gradients at offset ``g`` of all that is trained."""
    share_of, value, reads_norm = compiled(kind.share), compiled(kind.value), kind.reads_norm

    @part
    def clip(p, g, trained, c0, c1):
        norm = _norm(p, g, trained) if reads_norm else 0.0
        share = np.float32(share_of(norm, c0, c1))
        for i in range(trained.length):
            run = entry(trained.runs, i)
            for place in range(g + run.start, g + run.start + run.count):
                put(p, place, value(get(p, place), share, c0, c1))

    return clip


@part
def _none(p, g, trained, c0, c1):
    """Do nothing."""


clip = one_of([_none, *(_loop(kind) for kind in KINDS)])


def clipping_code(clipping: Clipping | None) -> int:
    """Return the number of a kind, or of none."""
    return 0 if clipping is None else 1 + KINDS.index(type(clipping))
