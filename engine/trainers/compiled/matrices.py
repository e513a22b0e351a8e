"""The three matrix products of a layer: forward, back to its inputs, and back to its weights.

Values are feature-major: a row holds one unit's values over the batch, and ``width`` samples (a multiple of
``LANES``) lie side by side. A row of weights holds one output unit's weights, and rows lie ``stride`` numbers
apart. Numbers of units are multiples of ``GROUP``, unless said otherwise; what pads them is zero. Each loop keeps
a block of sums in registers: eight rows at a time while there are eight, then four.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from engine.trainers.compilation import inline
from engine.trainers.compiled.registers import (
    GROUP,
    LANES,
    add_outer,
    add_rows,
    add_scaled,
    load,
    load_rows,
    put_lane_sums,
    spread_rows,
    store_rows,
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
                sums = add_scaled(sums, p, weight + o * stride + i, stride, load(p, a + i * width + t))
            store_rows(p, z + o * width + t, width, sums)
            o += 8
        if o < outputs:
            rest = spread_rows(p, bias + o, 1, 4)
            for i in range(inputs):
                rest = add_scaled(rest, p, weight + o * stride + i, stride, load(p, a + i * width + t))
            store_rows(p, z + o * width + t, width, rest)


@inline
def pulled_back(p, weight, stride, outputs, inputs, dz, da, width):
    """Write da[i] = Σₒ weight[o, i] · dz[o]; ``outputs`` may be any number."""
    for t in range(0, width, LANES):
        i = 0
        while i + 8 <= inputs:
            sums = zeros(8)
            for o in range(outputs):
                sums = add_scaled(sums, p, weight + o * stride + i, 1, load(p, dz + o * width + t))
            store_rows(p, da + i * width + t, width, sums)
            i += 8
        if i < inputs:
            rest = zeros(4)
            for o in range(outputs):
                rest = add_scaled(rest, p, weight + o * stride + i, 1, load(p, dz + o * width + t))
            store_rows(p, da + i * width + t, width, rest)


@inline
def outer_products(p, weight, stride, bias, outputs, inputs, dz, a, width):
    """Write weight[o, i] = Σⱼ dz[o, j] · a[i, j] and bias[o] = Σⱼ dz[o, j], summed over the samples j."""
    for o in range(0, outputs, GROUP):
        totals = zeros(4)
        for t in range(0, width, LANES):
            totals = add_rows(totals, load_rows(p, dz + o * width + t, width, 4))
        put_lane_sums(p, bias + o, 0, totals)
        for i in range(0, inputs, GROUP):
            sums = zeros(16)
            for t in range(0, width, LANES):
                left = load_rows(p, dz + o * width + t, width, 4)
                right = load_rows(p, a + i * width + t, width, 4)
                sums = add_outer(sums, left, right)
            put_lane_sums(p, weight + o * stride + i, stride, sums)
