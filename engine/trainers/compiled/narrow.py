"""A way through narrow networks, sample by sample.

Elsewhere a register holds one unit's values for many samples. Of a small batch it stays half empty, and weights'
gradients, which are sums over samples, need everything turned around first. In a network of dense layers with at most
``NARROW`` units one register holds all units of a layer for one sample instead: nothing is turned but the weights on
the way forward. Nothing here is wider than these registers: what is slows down whatever runs beside it.

So trained, the rows of a hidden layer (and of the features) in the area of a batch are one block: each sample's units
side by side, ``NARROW`` numbers apart (features: ``padded_inputs`` of the first layer). The output's rows, which the
loss reads, are as everywhere, and so are all rows where the network is only looked at. What pads weights is zero and
has no gradient.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np

from engine.layers import FEATURES, Affine, Program
from engine.trainers.compilation import inline, part
from engine.trainers.compiled.activations import activate, descend
from engine.trainers.compiled.area import area_of
from engine.trainers.compiled.registers import (
    GROUP,
    LANES,
    TWO_GROUPS,
    add_products,
    add_rows,
    add_scaled,
    add_spread,
    entry,
    first_lanes,
    get,
    load,
    load_columns,
    load_rows,
    put,
    put_lane_sums,
    store_columns,
    store_rows,
    zeros,
)
from engine.trainers.compiled.samples import gather_row

NARROW = TWO_GROUPS
"""So many units fit one register of this kind."""

FEW = 2
"""Most experiments have no more features: then nothing is computed for what pads them."""

MOST_SAMPLES = 2 * NARROW
"""In larger batches registers that hold samples are full enough."""


def is_narrow(program: Program, features: int, batch_size: int) -> bool:
    """Tell whether this is the way for a network: few samples at a time, dense hidden layers of few units in a row."""
    *hidden, _ = program
    return (
        LANES >= NARROW
        and batch_size <= MOST_SAMPLES
        and features <= NARROW
        and len(hidden) > 0
        and all(stage.sources == (before,) for before, stage in enumerate(program, FEATURES))
        and all(_fits(stage.operation) for stage in hidden)
    )


def _fits(operation: object) -> bool:
    """Tell whether a hidden layer's operation can be worked on so."""
    return (
        isinstance(operation, Affine)
        and GROUP < operation.outputs <= NARROW
        and operation.activation.elementwise
        and operation.activation.learned is None
    )


@inline
def gather_samples(p, plan, network, place, samples, order, start, size):
    """Read the samples ``order[start : start + size]``."""
    area, distance = area_of(place), entry(network.operations, 0).padded_inputs
    for k in range(plan.features):
        if distance == GROUP:
            gather_row(p, area.a + k, GROUP, samples, k, order, start, size)
        else:
            gather_row(p, area.a + k, NARROW, samples, k, order, start, size)
    for k in range(plan.outputs):
        gather_row(p, area.t + k * area.width, 1, samples, plan.features + k, order, start, size)


@part
def forward_by_sample(p, network, place, samples):
    """Work out every unit's value."""
    area = area_of(place)
    for i in range(network.length - 1):
        operation = entry(network.operations, i)
        inputs = area.a + operation.input_row * area.width
        z = area.z + operation.output_row * area.width
        if operation.inputs <= FEW:
            _weigh(p, operation, inputs, z, samples, GROUP, FEW)
        elif operation.padded_inputs == GROUP:
            _weigh(p, operation, inputs, z, samples, GROUP, GROUP)
        else:
            _weigh(p, operation, inputs, z, samples, NARROW, NARROW)
        activate(operation.activation, p, operation, place, _whole_registers(samples))
    operation = entry(network.operations, network.length - 1)
    _weigh_output(p, operation, area, samples)
    activate(operation.activation, p, operation, place, operation.outputs * area.width)


@part
def backward_by_sample(p, network, place, samples, gradients):
    """Work out the parameters' gradients, from the output's rows d on."""
    area = area_of(place)
    operation = entry(network.operations, network.length - 1)
    descend(operation.activation_slope, p, operation, place, gradients, operation.outputs * area.width)
    _pull_back_output(p, operation, area, samples)
    _learn_output(p, operation, area, samples, gradients)
    for i in range(network.length - 2, -1, -1):
        operation = entry(network.operations, i)
        descend(operation.activation_slope, p, operation, place, gradients, _whole_registers(samples))
        d = area.d + operation.output_row * area.width
        inputs = area.a + operation.input_row * area.width
        if operation.input_row > 0:
            _pull_back(p, operation, d, area.d + operation.input_row * area.width, samples)
        if operation.inputs <= FEW:
            _learn_few(p, operation, inputs, d, samples, gradients, FEW)
        elif operation.padded_inputs == GROUP:
            _learn_few(p, operation, inputs, d, samples, gradients, GROUP)
        else:
            _learn(p, operation, inputs, d, samples, gradients)


@inline
def _whole_registers(samples):
    """Return how many numbers of a hidden layer are worked on: loops over whole registers have no remainder."""
    return (samples * NARROW + LANES - 1) // LANES * LANES


@inline
def _weigh(p, operation, inputs, z, samples, distance, count):
    """Write a hidden layer's z = b + W a; samples lie ``distance`` apart, and each has ``count`` inputs."""
    columns = load_columns(p, operation.weight, distance, count)
    bias = load(p, operation.bias, NARROW)
    for j in range(samples):
        store_rows(p, z + j * NARROW, 0, (add_spread(bias, columns, p, inputs + j * distance),))


@inline
def _weigh_output(p, operation, area, samples):
    """Write the output's rows z."""
    inputs = area.a + operation.input_row * area.width
    for o in range(operation.outputs):
        weights = load(p, operation.weight + o * NARROW, NARROW)
        bias = get(p, operation.bias + o)
        z = area.z + (operation.output_row + o) * area.width
        for j in range(0, samples, GROUP):
            rows = load_rows(p, inputs + j * NARROW, NARROW, GROUP, NARROW)
            put_lane_sums(p, z + j, add_products(zeros(GROUP, NARROW), rows, weights), bias)


@inline
def _pull_back(p, operation, d, inputs_d, samples):
    """Write what each unit before has to answer for, Wᵀ d, from a hidden layer's dL/dz."""
    rows = load_rows(p, operation.weight, NARROW, NARROW, NARROW)
    (nothing,) = zeros(1, NARROW)
    for j in range(samples):
        store_rows(p, inputs_d + j * NARROW, 0, (add_spread(nothing, rows, p, d + j * NARROW),))


@inline
def _pull_back_output(p, operation, area, samples):
    """Do so from the output's rows."""
    d = area.d + operation.output_row * area.width
    inputs_d = area.d + operation.input_row * area.width
    weights = load(p, operation.weight, NARROW)
    for j in range(samples):
        store_rows(p, inputs_d + j * NARROW, 0, add_scaled(zeros(1, NARROW), p, d + j, 1, weights))
    for o in range(1, operation.outputs):
        weights = load(p, operation.weight + o * NARROW, NARROW)
        for j in range(samples):
            sums = load_rows(p, inputs_d + j * NARROW, 0, 1, NARROW)
            sums = add_scaled(sums, p, d + o * area.width + j, 1, weights)
            store_rows(p, inputs_d + j * NARROW, 0, sums)


@inline
def _learn(p, operation, inputs, d, samples, gradients):
    """Write the gradients of a hidden layer, whose samples have ``NARROW`` inputs, with padding."""
    products, sums = zeros(NARROW, NARROW), zeros(1, NARROW)
    for j in range(samples):
        products = add_scaled(products, p, d + j * NARROW, 1, load(p, inputs + j * NARROW, NARROW))
        sums = add_rows(sums, (load(p, d + j * NARROW, NARROW),))
    # What pads the layer before may give something, for nothing: its weights stay 0.
    store_rows(p, gradients + operation.weight, NARROW, first_lanes(products, operation.inputs))
    store_rows(p, gradients + operation.bias, 0, sums)


@inline
def _learn_few(p, operation, inputs, d, samples, gradients, count):
    """Do so for ``count`` inputs, of samples that lie ``GROUP`` apart, with a register for each input."""
    products, sums = zeros(count, NARROW), zeros(1, NARROW)
    for j in range(samples):
        row = load(p, d + j * NARROW, NARROW)
        products = add_scaled(products, p, inputs + j * GROUP, 1, row)
        sums = add_rows(sums, (row,))
    store_columns(p, gradients + operation.weight, products)
    store_rows(p, gradients + operation.bias, 0, sums)


@inline
def _learn_output(p, operation, area, samples, gradients):
    """Write the gradients of the output's weights and biases."""
    inputs = area.a + operation.input_row * area.width
    d = area.d + operation.output_row * area.width
    for o in range(operation.outputs):
        products = zeros(1, NARROW)
        for j in range(samples):
            row = load(p, inputs + j * NARROW, NARROW)
            products = add_scaled(products, p, d + o * area.width + j, 1, row)
        kept = first_lanes(products, operation.inputs)
        store_rows(p, gradients + operation.weight + o * NARROW, 0, kept)
        total = np.float32(0)  # ``sums_over_samples`` would take wider registers
        for j in range(area.width):
            total += get(p, d + o * area.width + j)
        put(p, gradients + operation.bias + o, total)
