"""The operations that a network can be made of, and the way through them in both directions."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import Any, NamedTuple

from engine.layers import Affine, Dropping
from engine.trainers.compilation import part
from engine.trainers.compiled import affine, dropping
from engine.trainers.compiled.dispatch import one_of
from engine.trainers.compiled.registers import entry

OPERATIONS = {Affine: affine, Dropping: dropping}
"""Each module has ``forward`` and ``backward``; the place in this list is the operation's code."""


class Network(NamedTuple):
    """The table of operations, as compiled code is handed it: no reference is counted on its way."""

    operations: Any
    """Address of the first row."""
    length: int


CODES = {operation: code for code, operation in enumerate(OPERATIONS)}

_forward = one_of([module.forward for module in OPERATIONS.values()])
_backward = one_of([module.backward for module in OPERATIONS.values()])


@part
def go_forward(p, network, area, samples, training, generators):
    """Work out every unit's value for the samples of an area."""
    for i in range(network.length):
        operation = entry(network.operations, i)
        _forward(operation.code, p, operation, area, samples, training, generators)


@part
def go_backward(p, network, area, samples, gradients):
    """Work out the parameters' gradients, from the output's rows d on."""
    for i in range(network.length - 1, -1, -1):
        operation = entry(network.operations, i)
        _backward(operation.code, p, operation, area, samples, gradients)
