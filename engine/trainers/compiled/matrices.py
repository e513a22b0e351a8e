"""The three matrix products of a layer: forward, back to its inputs, and back to its weights.

Values are feature-major: a row holds one unit's values over the batch, and ``width`` samples (a multiple of
``LANES``) lie side by side. A row of weights holds one output unit's weights, and rows lie ``stride`` numbers
apart, which is a multiple of ``GROUP``; what pads them is zero. Each loop keeps a block of sums in registers: eight
rows at a time while there are eight, then four, then one.

The weights' gradients are sums over the samples. Summing within registers takes longer than the products, so the
inputs are first turned into sample-major rows ``x``, and the sums then go from register to register; what is left
below a ``GROUP`` of outputs is summed within registers after all.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np

from engine.trainers.compilation import inline
from engine.trainers.compiled.registers import (
    GROUP,
    LANES,
    TWO_GROUPS,
    add_products,
    add_rows,
    add_scaled,
    load,
    load_rows,
    put_lane_sums,
    spread_rows,
    store_rows,
    transpose_rows,
    zeros,
)


@inline
def weighted_sums(p, weight, stride, bias, outputs, inputs, a, z, width):
    """Write z[o] = bias[o] + Σᵢ weight[o, i] · a[i]."""
    for t in range(0, width, LANES):
        o = 0
        while o + 8 <= outputs:
            _weighted_block(
                p, weight + o * stride, stride, bias + o, inputs, a + t, z + o * width + t, width, 8
            )
            o += 8
        if o + 4 <= outputs:
            _weighted_block(
                p, weight + o * stride, stride, bias + o, inputs, a + t, z + o * width + t, width, 4
            )
            o += 4
        while o < outputs:
            _weighted_block(
                p, weight + o * stride, stride, bias + o, inputs, a + t, z + o * width + t, width, 1
            )
            o += 1


@inline
def _weighted_block(p, weight, stride, bias, inputs, a, z, width, rows):
    """Do so for ``rows`` outputs and one register of samples."""
    sums = spread_rows(p, bias, 1, rows)
    for i in range(inputs):
        sums = add_scaled(sums, p, weight + i, stride, load(p, a + i * width, LANES))
    store_rows(p, z, width, sums)


@inline
def pulled_back(p, weight, stride, outputs, inputs, dz, da, width):
    """Write da[i] = Σₒ weight[o, i] · dz[o]; ``inputs`` is a multiple of ``GROUP``."""
    for t in range(0, width, LANES):
        i = 0
        while i + 8 <= inputs:
            sums = zeros(8, LANES)
            for o in range(outputs):
                sums = add_scaled(sums, p, weight + o * stride + i, 1, load(p, dz + o * width + t, LANES))
            store_rows(p, da + i * width + t, width, sums)
            i += 8
        if i < inputs:
            rest = zeros(4, LANES)
            for o in range(outputs):
                rest = add_scaled(rest, p, weight + o * stride + i, 1, load(p, dz + o * width + t, LANES))
            store_rows(p, da + i * width + t, width, rest)


@inline
def transposed(p, rows, a, x, width):
    """Write x[j, i] = a[i, j]: for every sample j a row of its ``rows`` numbers."""
    for t in range(0, width, LANES):
        i = 0
        while i + TWO_GROUPS <= rows and LANES >= TWO_GROUPS:
            transpose_rows(p, a + i * width + t, width, x + t * rows + i, rows, TWO_GROUPS)
            i += TWO_GROUPS
        while i < rows:
            transpose_rows(p, a + i * width + t, width, x + t * rows + i, rows, GROUP)
            i += GROUP


@inline
def sums_over_samples(p, bias, outputs, dz, width):
    """Write bias[o] = Σⱼ dz[o, j], summed over all samples j, of which unused ones are zero.

    There is room for a whole ``GROUP`` of biases; rows of units that are none are zero.
    """
    for o in range(0, outputs, GROUP):
        sums = zeros(4, LANES)
        for t in range(0, width, LANES):
            sums = add_rows(sums, load_rows(p, dz + o * width + t, width, 4, LANES))
        put_lane_sums(p, bias + o, sums, np.float32(0))


@inline
def outer_products(p, weight, outputs, inputs, dz, x, samples, width):
    """Write weight[o, i] = Σⱼ dz[o, j] · x[j, i], summed over the samples j; both counts are multiples of ``GROUP``."""
    i = 0
    while i + 16 <= inputs and LANES == 16:
        _outer_columns(p, weight, outputs, inputs, dz, x, samples, width, i, 16)
        i += 16
    while i + 8 <= inputs and LANES >= 8:
        _outer_columns(p, weight, outputs, inputs, dz, x, samples, width, i, 8)
        i += 8
    while i < inputs:
        _outer_columns(p, weight, outputs, inputs, dz, x, samples, width, i, 4)
        i += 4


@inline
def row_products(p, weight, inputs, dz, a, width):
    """Write weight[i] = Σⱼ dz[j] · a[i, j] for a single output; for so few sums registers are not worth turning."""
    for i in range(0, inputs, GROUP):
        sums = zeros(4, LANES)
        for t in range(0, width, LANES):
            rows = load_rows(p, a + i * width + t, width, 4, LANES)
            sums = add_products(sums, rows, load(p, dz + t, LANES))
        put_lane_sums(p, weight + i, sums, np.float32(0))


@inline
def _outer_columns(p, weight, outputs, inputs, dz, x, samples, width, i, lanes):
    """Do so for ``lanes`` inputs from number ``i`` on."""
    o = 0
    while o + 8 <= outputs:
        _outer_block(p, weight + o * inputs + i, inputs, dz + o * width, x + i, samples, width, lanes, 8)
        o += 8
    if o + 4 <= outputs:
        _outer_block(p, weight + o * inputs + i, inputs, dz + o * width, x + i, samples, width, lanes, 4)


@inline
def _outer_block(p, weight, inputs, dz, x, samples, width, lanes, rows):
    """Do so for ``rows`` outputs as well."""
    sums = zeros(rows, lanes)
    for j in range(samples):
        sums = add_scaled(sums, p, dz + j, width, load(p, x + j * inputs, lanes))
    store_rows(p, weight, inputs, sums)
