"""The operation of layer normalization: a = γ (x − μ) / √(σ² + ε) + β, over the units of each sample."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.layers import NormalizingBySample
from engine.trainers.compilation import inline, part
from engine.trainers.compiled.area import area_of
from engine.trainers.compiled.property import Property
from engine.trainers.compiled.registers import get, put


def properties(operation: NormalizingBySample) -> list[Property]:
    """Return scale and shift."""
    return [Property("scale", (operation.units,)), Property("shift", (operation.units,))]


def describe(row: Any, operation: NormalizingBySample) -> None:
    """Fill a row of the table."""
    row["outputs"] = operation.units
    row["epsilon"] = operation.epsilon


@part
def forward(p, operation, place, _samples, _training, _generators):
    """Write the normalized values to the rows z, and the outputs."""
    area = area_of(place)
    mean, factor = area.spare, area.spare + area.width
    _measure(p, operation, area, mean, factor)
    for unit in range(operation.outputs):
        scale = get(p, operation.scale + unit)
        shift = get(p, operation.shift + unit)
        x = area.a + (operation.input_row + unit) * area.width
        row = (operation.output_row + unit) * area.width
        for j in range(area.width):
            z = (get(p, x + j) - get(p, mean + j)) * get(p, factor + j)
            put(p, area.z + row + j, z)
            put(p, area.a + row + j, z * scale + shift)


@part
def backward(p, operation, place, samples, gradients, _training):
    """Write the gradients of scale and shift, and the inputs' rows d."""
    area = area_of(place)
    mean, factor = area.spare, area.spare + area.width
    total, weighted = area.spare + 2 * area.width, area.spare + 3 * area.width
    for j in range(area.width):
        put(p, total + j, np.float32(0))
        put(p, weighted + j, np.float32(0))
    for unit in range(operation.outputs):
        scale = get(p, operation.scale + unit)
        row = (operation.output_row + unit) * area.width
        scale_gradient = np.float32(0)
        shift_gradient = np.float32(0)
        for j in range(samples):
            d = get(p, area.d + row + j)
            z = get(p, area.z + row + j)
            shift_gradient += d
            scale_gradient += d * z
        for j in range(area.width):
            d = get(p, area.d + row + j) * scale
            put(p, total + j, get(p, total + j) + d)
            put(p, weighted + j, get(p, weighted + j) + d * get(p, area.z + row + j))
        put(p, gradients + operation.scale + unit, scale_gradient)
        put(p, gradients + operation.shift + unit, shift_gradient)
    if operation.input_row > 0:
        _measure(p, operation, area, mean, factor)
        share = np.float32(1) / np.float32(operation.outputs)
        for unit in range(operation.outputs):
            scale = get(p, operation.scale + unit)
            row = (operation.output_row + unit) * area.width
            dx = area.d + (operation.input_row + unit) * area.width
            for j in range(area.width):
                mutual = get(p, total + j) + get(p, area.z + row + j) * get(p, weighted + j)
                d = (get(p, area.d + row + j) * scale - mutual * share) * get(p, factor + j)
                put(p, dx + j, get(p, dx + j) + d if operation.adds else d)


@inline
def _measure(p, operation, area, mean, factor):
    """Write mean and 1 / √(σ² + ε) of every sample's values to two rows."""
    share = np.float32(1) / np.float32(operation.outputs)
    first = area.a + operation.input_row * area.width
    for j in range(area.width):
        put(p, mean + j, np.float32(0))
        put(p, factor + j, np.float32(0))
    for x in range(first, first + operation.outputs * area.width, area.width):
        for j in range(area.width):
            put(p, mean + j, get(p, mean + j) + get(p, x + j))
    for j in range(area.width):
        put(p, mean + j, get(p, mean + j) * share)
    for x in range(first, first + operation.outputs * area.width, area.width):
        for j in range(area.width):
            difference = get(p, x + j) - get(p, mean + j)
            put(p, factor + j, get(p, factor + j) + difference * difference)
    for j in range(area.width):
        variance = get(p, factor + j) * share
        put(p, factor + j, np.float32(1) / np.float32(math.sqrt(variance + operation.epsilon)))
