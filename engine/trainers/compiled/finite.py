"""Finds out whether training blew up, and where."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np

from engine.trainers.compilation import inline
from engine.trainers.compiled.narrow import NARROW
from engine.trainers.compiled.registers import entry, float_to_bits, get

FINE, PREACTIVATION, GRADIENT = range(3)
REASONS = ("", "preactivation", "gradient")

TOO_LARGE = np.int32((127 + 60) << 23)
"""Bits of 2⁶⁰: whatever is larger, infinite or not a number has larger bits, apart from its sign."""

WITHOUT_SIGN = np.int32(0x7FFFFFFF)


@inline
def blown_up(number):
    """Tell whether a number is not finite, or not below 2⁶⁰ in size; by its bits, which no rounding rule touches."""
    return np.int32(float_to_bits(number) & WITHOUT_SIGN) >= TOO_LARGE


@inline
def any_blown_up(p, start, count):
    """Tell the same of any of ``count`` numbers from an offset on."""
    largest = np.int32(0)
    for i in range(count):
        largest = np.int32(max(largest, np.int32(float_to_bits(get(p, start + i)) & WITHOUT_SIGN)))
    return largest >= TOO_LARGE


@inline
def locate(p, plan, network, area, samples):
    """Return the first operation in forward order where it happened, and what it happened to.

    Where only the loss itself blew up, that is the output's preactivation.
    """
    for i in range(network.length):
        operation = entry(network.operations, i)
        first = area.z + operation.output_row * area.width
        if plan.narrow and i < network.length - 1:
            if any_blown_up(p, first, samples * NARROW):
                return i, PREACTIVATION
        else:
            for row in range(first, first + operation.outputs * area.width, area.width):
                if any_blown_up(p, row, samples):
                    return i, PREACTIVATION
    for i in range(network.length):
        operation = entry(network.operations, i)
        if any_blown_up(p, plan.gradients + operation.first_learned, operation.learned_count):
            return i, GRADIENT
    return network.length - 1, PREACTIVATION
