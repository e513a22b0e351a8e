"""The three matrix products of a layer: forward, back to its inputs, and back to its weights.

Values are feature-major: a row holds one unit's values over the batch, and ``width`` samples (a multiple of
``LANES``) lie side by side. A row of weights holds one output unit's weights, and rows lie ``stride`` numbers
apart. Numbers of units are multiples of ``GROUP``, unless said otherwise; what pads them is zero. Each loop keeps
a block of sums in registers: eight rows at a time while there are eight, then four.

The weights' gradients are sums over the samples. Summing within registers would take longer than the products, so
the inputs are first turned into sample-major rows ``x``, and the sums then go from register to register.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from engine.trainers.compilation import inline
from engine.trainers.compiled.registers import (
    GROUP,
    LANES,
    add_rows,
    add_scaled,
    load,
    load_rows,
    put_lane_sums,
    spread_rows,
    store_rows,
    transpose_group,
    zeros,
)


@inline
def weighted_sums(p, weight, stride, bias, outputs, inputs, a, z, width):
    """Write z[o] = bias[o] + Σᵢ weight[o, i] · a[i]; ``inputs`` may be any number."""
    for t in range(0, width, LANES):
        o = 0
        while o + 8 <= outputs:
            sums = spread_rows(p, bias + o, 1, 8)
            for i in range(inputs):
                sums = add_scaled(sums, p, weight + o * stride + i, stride, load(p, a + i * width + t, LANES))
            store_rows(p, z + o * width + t, width, sums)
            o += 8
        if o < outputs:
            rest = spread_rows(p, bias + o, 1, 4)
            for i in range(inputs):
                rest = add_scaled(rest, p, weight + o * stride + i, stride, load(p, a + i * width + t, LANES))
            store_rows(p, z + o * width + t, width, rest)


@inline
def pulled_back(p, weight, stride, outputs, inputs, dz, da, width):
    """Write da[i] = Σₒ weight[o, i] · dz[o]; ``outputs`` may be any number."""
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
        for i in range(0, rows, GROUP):
            transpose_group(p, a + i * width + t, width, x + t * rows + i, rows)


@inline
def sums_over_samples(p, bias, outputs, dz, width):
    """Write bias[o] = Σⱼ dz[o, j], summed over all samples j, of which unused ones are zero."""
    for o in range(0, outputs, GROUP):
        sums = zeros(4, LANES)
        for t in range(0, width, LANES):
            sums = add_rows(sums, load_rows(p, dz + o * width + t, width, 4))
        put_lane_sums(p, bias + o, sums)


@inline
def outer_products(p, weight, outputs, inputs, dz, x, samples, width):
    """Write weight[o, i] = Σⱼ dz[o, j] · x[j, i], summed over the samples j."""
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
def _outer_columns(p, weight, outputs, inputs, dz, x, samples, width, i, lanes):
    """Do so for ``lanes`` inputs from number ``i`` on."""
    o = 0
    while o + 8 <= outputs:
        sums = zeros(8, lanes)
        for j in range(samples):
            sums = add_scaled(sums, p, dz + o * width + j, width, load(p, x + j * inputs + i, lanes))
        store_rows(p, weight + o * inputs + i, inputs, sums)
        o += 8
    if o < outputs:
        rest = zeros(4, lanes)
        for j in range(samples):
            rest = add_scaled(rest, p, dz + o * width + j, width, load(p, x + j * inputs + i, lanes))
        store_rows(p, weight + o * inputs + i, inputs, rest)
