"""The constraints: one loop for every kind, and one for none."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.

from __future__ import annotations

from typing import Any

import numpy as np
from numba.np.numpy_support import carray

from engine.concepts import kinds
from engine.constraints import Constraint
from engine.trainers.compilation import part
from engine.trainers.compiled.dispatch import one_of
from engine.trainers.compiled.maths import compiled
from engine.trainers.compiled.registers import move

KINDS: list[Any] = list(kinds(Constraint).values())


def _loop(kind: Any) -> Any:
    """Return what restores the constraint of weights at an offset, of which rows lie ``stride`` numbers apart."""
    enforce = compiled(kind.enforce)

    @part
    def constrain(p, weight, outputs, inputs, stride, c0, c1):
        enforce(carray(move(p, weight), (outputs, stride), np.float32)[:, :inputs], c0, c1)

    return constrain


@part
def _none(p, weight, outputs, inputs, stride, c0, c1):
    """Do nothing."""


constrain = one_of([_none, *(_loop(kind) for kind in KINDS)])


def constraint_code(constraint: Constraint | None) -> int:
    """Return the number of a kind, or of none."""
    return 0 if constraint is None else 1 + KINDS.index(type(constraint))
