"""The operation of dropout: a = mask · x while training, a = x otherwise."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import Any

import numpy as np
from numba.np.numpy_support import carray

from engine.layers import Dropping
from engine.trainers.batches import fill_mask
from engine.trainers.compilation import part
from engine.trainers.compiled.area import area_of
from engine.trainers.compiled.property import Property
from engine.trainers.compiled.registers import get, move, put
from engine.trainers.compiled.table import DROPOUT


def properties(_operation: Dropping) -> list[Property]:
    """Return nothing: dropout learns nothing."""
    return []


def describe(row: Any, operation: Dropping) -> None:
    """Fill a row of the table."""
    row["outputs"] = operation.units
    row["rate"] = operation.rate


@part
def forward(p, operation, place, samples, training, generators):
    """Write the mask to the rows z, and the outputs."""
    area = area_of(place)
    z = area.z + operation.output_row * area.width
    if training and operation.rate > 0:
        mask = carray(move(p, z), (operation.outputs, area.width), np.float32)
        fill_mask(mask, samples, operation.rate, carray(generators, (2,))[DROPOUT : DROPOUT + 1])
    else:
        for i in range(operation.outputs * area.width):
            put(p, z + i, np.float32(1))
    x = area.a + operation.input_row * area.width
    a = area.a + operation.output_row * area.width
    for i in range(operation.outputs * area.width):
        put(p, a + i, get(p, z + i) * get(p, x + i))


@part
def backward(p, operation, place, _samples, _gradients, _training):
    """Write the inputs' rows d."""
    area = area_of(place)
    z = area.z + operation.output_row * area.width
    d = area.d + operation.output_row * area.width
    dx = area.d + operation.input_row * area.width
    if operation.adds:
        for i in range(operation.outputs * area.width):
            put(p, dx + i, get(p, dx + i) + get(p, z + i) * get(p, d + i))
    elif operation.input_row > 0:
        for i in range(operation.outputs * area.width):
            put(p, dx + i, get(p, z + i) * get(p, d + i))
