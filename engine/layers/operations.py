"""What the compiled trainer can do; a layer that is made of these runs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

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


@dataclass(frozen=True)
class NormalizingByBatch:
    """Normalizes each unit over the batch while training, else by running averages; then scales and shifts."""

    units: int
    momentum: float
    epsilon: float


@dataclass(frozen=True)
class NormalizingBySample:
    """Normalizes each sample over the units, then scales and shifts."""

    units: int
    epsilon: float


@dataclass(frozen=True)
class Adding:
    """Adds two sources: the first has ``outputs`` units, the second ``inputs``; a projection evens them out."""

    inputs: int
    outputs: int

    @property
    def projects(self) -> bool:
        """Tell whether the second source goes through a matrix (outputs, inputs)."""
        return self.inputs != self.outputs


Operation = Affine | Dropping | NormalizingByBatch | NormalizingBySample | Adding

FEATURES = -1
"""The source of an operation that reads the features."""


class Stage(NamedTuple):
    """One operation of a network's program, in order of computation.

    Operations of one node follow each other; what the last of them gives is what the node gives.
    """

    node: str
    operation: Operation
    sources: tuple[int, ...]
    """Places of the operations whose values it reads, or ``FEATURES``."""


Program = Sequence[Stage]
"""The operations in order of computation, ending with the output's affine operation."""
