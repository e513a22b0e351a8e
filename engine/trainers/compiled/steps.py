"""The operations that a network can be made of, and the way through them in both directions."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from engine.layers import Adding, Affine, Dropping, NormalizingByBatch, NormalizingBySample
from engine.trainers.compilation import part
from engine.trainers.compiled import adding, affine, dropping, normalizing_batch, normalizing_sample
from engine.trainers.compiled.dispatch import one_of
from engine.trainers.compiled.registers import entry

OPERATIONS: dict[type, Any] = {
    Affine: affine,
    Dropping: dropping,
    Adding: adding,
    NormalizingByBatch: normalizing_batch,
    NormalizingBySample: normalizing_sample,
}
"""Each module has ``forward`` and ``backward``; the place in this list is the operation's code.

One that keeps what it measures while training has ``settle`` as well, for when the step is certain.
"""


TRAINING, LOOKING = np.True_, np.False_
"""Why one goes through the network. Numba takes these for two booleans, not for two types: one way is compiled."""


class Network(NamedTuple):
    """The table of operations, as compiled code is handed it: no reference is counted on its way."""

    operations: Any
    """Address of the first row."""
    length: int


CODES = {operation: code for code, operation in enumerate(OPERATIONS)}

_forward = one_of([module.forward for module in OPERATIONS.values()])
_backward = one_of([module.backward for module in OPERATIONS.values()])


@part
def _nothing(_p, _operation, _samples):
    """Do nothing: nothing is kept."""


_settle = one_of([getattr(module, "settle", _nothing) for module in OPERATIONS.values()])


@part
def go_forward(p, network, place, samples, training, generators):
    """Work out every unit's value for the samples of the area at a place in the plan."""
    for i in range(network.length):
        operation = entry(network.operations, i)
        _forward(operation.code, p, operation, place, samples, training, generators)


@part
def go_backward(p, network, place, samples, gradients, training):
    """Work out the parameters' gradients, from the output's rows d on.

    The first operation on this way that read some rows writes their d, the others add to it.
    """
    for i in range(network.length - 1, -1, -1):
        operation = entry(network.operations, i)
        _backward(operation.code, p, operation, place, samples, gradients, training)


@part
def settle(p, network, samples):
    """Let operations take what they measured of a batch into what they keep."""
    for i in range(network.length):
        operation = entry(network.operations, i)
        _settle(operation.code, p, operation, samples)
