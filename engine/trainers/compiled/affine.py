"""The operation of a dense layer: a = f(W x + b)."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import Any

from engine.layers import Affine
from engine.trainers.compilation import inline, part
from engine.trainers.compiled.activations import activate, activation_code, descend
from engine.trainers.compiled.area import area_of
from engine.trainers.compiled.constraints import constraint_code
from engine.trainers.compiled.matrices import sums_over_samples, weighted_sums
from engine.trainers.compiled.property import Property
from engine.trainers.compiled.registers import LANES, padded
from engine.trainers.compiled.regularizers import regularizer_code
from engine.trainers.compiled.rows import learn_products, pull_back


def properties(operation: Affine) -> list[Property]:
    """Return weights, biases and what the activation learns."""
    units = (operation.outputs,)
    found = [Property("weight", (operation.outputs, operation.inputs)), Property("bias", units)]
    learned = operation.activation.learned
    return found if learned is None else [*found, Property("learned", units, name=learned)]


def describe(row: Any, operation: Affine) -> None:
    """Fill a row of the table."""
    row["outputs"] = operation.outputs
    row["padded_inputs"] = padded(operation.inputs)
    row["activation"] = activation_code(operation.activation)
    row["activation_slope"] = 1 + activation_code(operation.activation)
    row["activation_c0"], row["activation_c1"] = operation.activation.constants()
    row["regularizer"] = regularizer_code(operation.regularizer)
    if operation.constraint is not None and not operation.frozen:
        row["constraint"] = constraint_code(operation.constraint)
        row["constraint_c0"], row["constraint_c1"] = operation.constraint.constants()
    if operation.regularizer is not None:
        row["regularizer_c0"], row["regularizer_c1"] = operation.regularizer.constants()


@part
def forward(p, operation, place, _samples, _training, _generators):
    """Write the rows z and a of the operation's units."""
    area = area_of(place)
    if area.width == LANES:
        _forward_rows(p, operation, area, LANES)
    else:
        _forward_rows(p, operation, area, area.width)
    activate(operation.activation, p, operation, place, operation.outputs * area.width)


@part
def backward(p, operation, place, samples, gradients, _training):
    """Turn the rows d of the units into dL/dz; write the parameters' gradients and the inputs' rows d."""
    area = area_of(place)
    descend(operation.activation_slope, p, operation, place, gradients, operation.outputs * area.width)
    if area.width == LANES:
        _backward_rows(p, operation, area, samples, gradients, LANES)
    else:
        _backward_rows(p, operation, area, samples, gradients, area.width)


# Small batches fill one register. Compiled for that width, rows lie at fixed distances and no loop goes over
# registers; working those out anew for every layer would take as long as the products.


@inline
def _forward_rows(p, operation, area, width):
    weighted_sums(
        p,
        operation.weight,
        operation.padded_inputs,
        operation.bias,
        operation.outputs,
        operation.inputs,
        area.a + operation.input_row * width,
        area.z + operation.output_row * width,
        width,
    )


@inline
def _backward_rows(p, operation, area, samples, gradients, width):
    d = area.d + operation.output_row * width
    # First what the operation before is waiting for.
    if operation.input_row > 0:
        pull_back(
            p,
            operation.weight,
            operation.outputs,
            operation.padded_inputs,
            d,
            area.d + operation.input_row * width,
            area.x,
            operation.adds,
            width,
        )
    sums_over_samples(p, gradients + operation.bias, operation.outputs, d, width)
    learn_products(
        p,
        gradients + operation.weight,
        operation.outputs,
        operation.padded_inputs,
        d,
        area.a + operation.input_row * width,
        area.x,
        samples,
        width,
    )
