"""The operation of batch normalization: a = γ (x − μ) / √(σ² + ε) + β, over the samples of the batch."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.layers import NormalizingByBatch
from engine.trainers.compilation import inline, part
from engine.trainers.compiled.area import area_of
from engine.trainers.compiled.property import KEPT, SCRATCH, Property
from engine.trainers.compiled.registers import get, put

OVERFLOW = np.float32(2.0**60)
"""A variance beyond this is not a number, so that the step counts as diverged and no average ever takes it in."""


def properties(operation: NormalizingByBatch) -> list[Property]:
    """Return what is learned, the running averages, and room for mean and variance of the batch."""
    units = (operation.units,)
    return [
        Property("scale", units),
        Property("shift", units),
        Property("running_mean", units, KEPT),
        Property("running_variance", units, KEPT),
        Property("batch_mean", units, SCRATCH),
        Property("batch_variance", units, SCRATCH),
    ]


def describe(row: Any, operation: NormalizingByBatch) -> None:
    """Fill a row of the table."""
    row["outputs"] = operation.units
    row["momentum"] = operation.momentum
    row["epsilon"] = operation.epsilon


@part
def forward(p, operation, place, samples, training, _generators):
    """Write the normalized values to the rows z, and the outputs."""
    area = area_of(place)
    for unit in range(operation.outputs):
        x = area.a + (operation.input_row + unit) * area.width
        if training:
            mean, variance = _moments(p, x, samples)
            put(p, operation.batch_mean + unit, mean)
            put(p, operation.batch_variance + unit, variance)
        mean = get(p, (operation.batch_mean if training else operation.running_mean) + unit)
        factor = _factor(p, operation, unit, training)
        scale = get(p, operation.scale + unit)
        shift = get(p, operation.shift + unit)
        row = (operation.output_row + unit) * area.width
        for j in range(area.width):
            z = (get(p, x + j) - mean) * factor
            put(p, area.z + row + j, z)
            put(p, area.a + row + j, z * scale + shift)


@part
def backward(p, operation, place, samples, gradients, training):
    """Write the gradients of scale and shift, and the inputs' rows d; those of unused samples are 0."""
    area = area_of(place)
    count = np.float32(samples)
    for unit in range(operation.outputs):
        row = (operation.output_row + unit) * area.width
        total = np.float32(0)
        weighted = np.float32(0)
        for j in range(samples):
            total += get(p, area.d + row + j)
            weighted += get(p, area.d + row + j) * get(p, area.z + row + j)
        put(p, gradients + operation.shift + unit, total)
        put(p, gradients + operation.scale + unit, weighted)
        if operation.input_row > 0:
            factor = _factor(p, operation, unit, training) * get(p, operation.scale + unit)
            # Running averages do not depend on the inputs; mean and variance of the batch do.
            mean = total / count if training else np.float32(0)
            tilt = weighted / count if training else np.float32(0)
            dx = area.d + (operation.input_row + unit) * area.width
            for j in range(area.width):
                d = get(p, area.d + row + j) - mean - get(p, area.z + row + j) * tilt
                d = d * factor if j < samples else np.float32(0)
                put(p, dx + j, get(p, dx + j) + d if operation.adds else d)


@part
def settle(p, operation, samples):
    """Take mean and unbiased variance of the batch (biased where it is one sample) into the running averages."""
    unbiased = np.float32(samples) / np.float32(max(samples - 1, 1))
    for unit in range(operation.outputs):
        mean = get(p, operation.running_mean + unit)
        change = get(p, operation.batch_mean + unit) - mean
        put(p, operation.running_mean + unit, mean + operation.momentum * change)
        variance = get(p, operation.running_variance + unit)
        change = get(p, operation.batch_variance + unit) * unbiased - variance
        put(p, operation.running_variance + unit, variance + operation.momentum * change)


@inline
def _moments(p, x, samples):
    """Return mean and biased variance of so many numbers."""
    count = np.float32(samples)
    total = np.float32(0)
    for j in range(samples):
        total += get(p, x + j)
    mean = total / count
    squares = np.float32(0)
    for j in range(samples):
        difference = get(p, x + j) - mean
        squares += difference * difference
    return mean, squares / count


@inline
def _factor(p, operation, unit, training):
    """Return 1 / √(σ² + ε) of a unit, by the batch or by the running average."""
    variance = get(p, (operation.batch_variance if training else operation.running_variance) + unit)
    factor = np.float32(1) / np.float32(math.sqrt(variance + operation.epsilon))
    return factor if variance < OVERFLOW else np.float32(np.nan)
