"""The operation of a residual connection: a = x₁ + x₂, or a = x₁ + W x₂ where the sizes differ."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import Any

from engine.layers import Adding
from engine.trainers.compilation import part
from engine.trainers.compiled.area import area_of
from engine.trainers.compiled.matrices import weighted_sums
from engine.trainers.compiled.property import SCRATCH, Property
from engine.trainers.compiled.registers import get, padded, put
from engine.trainers.compiled.rows import hand_on, learn_products, pull_back


def properties(operation: Adding) -> list[Property]:
    """Return the projection, where there is one, and zeros that stand for its bias."""
    if not operation.projects:
        return []
    return [
        Property("weight", (operation.outputs, operation.inputs), name="projection"),
        Property("bias", (operation.outputs,), SCRATCH),
    ]


def describe(row: Any, operation: Adding) -> None:
    """Fill a row of the table."""
    row["outputs"] = operation.outputs
    row["other_inputs"] = operation.inputs
    row["padded_other"] = padded(operation.inputs)
    row["projects"] = operation.projects


@part
def forward(p, operation, place, _samples, _training, _generators):
    """Write the rows a, and what the projection gives to the rows z."""
    area = area_of(place)
    count = operation.outputs * area.width
    first = area.a + operation.input_row * area.width
    second = area.a + operation.other_row * area.width
    a = area.a + operation.output_row * area.width
    if operation.projects:
        z = area.z + operation.output_row * area.width
        weighted_sums(
            p,
            operation.weight,
            operation.padded_other,
            operation.bias,
            operation.outputs,
            operation.other_inputs,
            second,
            z,
            area.width,
        )
        second = z
    for i in range(count):
        put(p, a + i, get(p, first + i) + get(p, second + i))


@part
def backward(p, operation, place, samples, gradients, _training):
    """Write the projection's gradients and the rows d of both sources."""
    area = area_of(place)
    count = operation.outputs * area.width
    d = area.d + operation.output_row * area.width
    second = area.d + operation.other_row * area.width
    hand_on(p, d, area.d + operation.input_row * area.width, count, operation.adds)
    if operation.projects:
        learn_products(
            p,
            gradients + operation.weight,
            operation.outputs,
            operation.padded_other,
            d,
            area.a + operation.other_row * area.width,
            area.x,
            samples,
            area.width,
        )
        if operation.other_row > 0:
            pull_back(
                p,
                operation.weight,
                operation.outputs,
                operation.padded_other,
                d,
                second,
                area.x,
                operation.other_adds,
                area.width,
            )
    elif operation.other_row > 0:
        hand_on(p, d, second, count, operation.other_adds)
