"""Brings samples from the data to where the network computes."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np

from engine.trainers.compilation import part
from engine.trainers.compiled.registers import address, get, put


@part
def gather(p, plan, area, samples, order, start, size):
    """Read the samples ``order[start : start + size]``, and fill up with zeros to the batch size."""
    source = address(samples)
    count = samples.shape[1]
    for j in range(size):
        sample = order[np.uint64(start + j)]
        for k in range(plan.features):
            put(p, area.a + k * area.width + j, get(source, k * count + sample))
        for k in range(plan.outputs):
            put(p, area.t + k * area.width + j, get(source, (plan.features + k) * count + sample))
    for j in range(size, plan.batch_size):
        for k in range(plan.features):
            put(p, area.a + k * area.width + j, np.float32(0))


@part
def read(p, destination, width, samples, first, count, start, size):
    """Copy ``count`` rows of samples ``start`` … ``start + size`` to rows of an area."""
    source = address(samples)
    for k in range(count):
        for j in range(size):
            put(p, destination + k * width + j, get(source, (first + k) * samples.shape[1] + start + j))


@part
def read_samples(p, plan, area, samples, start, size):
    """Copy features and targets to an area."""
    read(p, area.a, area.width, samples, 0, plan.features, start, size)
    read(p, area.t, area.width, samples, plan.features, plan.outputs, start, size)
