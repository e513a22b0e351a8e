"""What the compiled trainer can do; a layer that is made of these runs on it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.activations import Activation
from engine.constraints import Constraint
from engine.regularizers import Regularizer


@dataclass(frozen=True)
class Affine:
    """a = activation(W x + b), with a penalty and a constraint on W. W has shape (outputs, inputs)."""

    inputs: int
    outputs: int
    activation: Activation
    regularizer: Regularizer | None
    constraint: Constraint | None = None
    frozen: bool = False
    pruned: tuple[tuple[int, int], ...] = ()
    """Weights that are and stay 0, as (output, input); what lies outside of W does not count."""


@dataclass(frozen=True)
class Dropping:
    """Sets each value to 0 with probability ``rate`` while training, and divides the others by 1 − rate."""

    units: int
    rate: float


Operation = Affine | Dropping
