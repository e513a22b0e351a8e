"""The compiled functions for what every frame shows of a network: maps, weights and figures."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np
from numba.core import types

from engine.trainers.compilation import kernel, part
from engine.trainers.compiled.area import TILE, tile_for
from engine.trainers.compiled.kernels import Figures, Generators, Integers, Matrix, Memory, Plan, Runs, Table
from engine.trainers.compiled.registers import address, get
from engine.trainers.compiled.regularizers import penalty_of
from engine.trainers.compiled.samples import read, samples_of
from engine.trainers.compiled.schedules import learning_rate
from engine.trainers.compiled.steps import LOOKING, Network, go_forward
from engine.trainers.maps import Levels, level, levels_between, shown_size
from engine.trainers.trainer import NEARLY_ZERO


@kernel(Memory, Plan, Table, Matrix, types.int64, Generators, Memory, Memory, Levels)
def picture(memory, plans, table, features, first, generators, low, high, result):
    """Write what ``kernels.predict`` gives as bytes 0 … 255 between the ends ``low`` and ``high`` of each unit.

    A unit whose low is its high has no ends yet: it gets −s and s, where s is its largest size, or 1 if that is more.
    """
    p, plan, network = address(memory), plans[0], Network(address(table), len(table))
    given = samples_of(features)
    endless = np.flatnonzero(low == high)
    values = np.empty((len(endless), given.length), np.float32)
    for start in range(0, given.length, TILE):
        size = min(TILE, given.length - start)
        place = tile_for(plan, size)
        read(p, place.a, place.width, given, 0, plan.features, start, size)
        go_forward(p, network, place, size, LOOKING, address(generators))
        unit = row = 0
        for i in range(first, len(table)):
            operation = table[i]
            for output in range(operation.outputs * operation.shown):
                a = place.a + (operation.output_row + output) * place.width
                if low[unit] == high[unit]:
                    for j in range(size):
                        values[row, start + j] = get(p, a + j)
                    row += 1
                else:
                    zero, factor = low[unit], levels_between(low[unit], high[unit])
                    for j in range(size):
                        result[unit, start + j] = level(get(p, a + j), zero, factor)
                unit += 1
    for row in range(len(endless)):
        largest = np.float32(1)
        for j in range(given.length):
            largest = max(largest, shown_size(values[row, j]))
        low[endless[row]], high[endless[row]] = -largest, largest
        factor = levels_between(-largest, largest)
        for j in range(given.length):
            result[endless[row], j] = level(values[row, j], -largest, factor)


@kernel(Memory, Runs, Memory)
def collect(memory, runs, result):
    """Write the numbers of some runs one behind another."""
    p = address(memory)
    place = 0
    for number in range(len(runs)):
        run = runs[number]
        for i in range(run.start, run.start + run.count):
            result[place] = get(p, i)
            place += 1


@part
def penalties(p, table):
    """Return the sum of all regularizers' penalties."""
    total = 0.0
    for i in range(len(table)):
        operation = table[i]
        for unit in range(operation.outputs):
            total += penalty_of(
                operation.regularizer,
                p,
                operation.weight + unit * operation.padded_inputs,
                operation.inputs,
                operation.regularizer_c0,
                operation.regularizer_c1,
            )
    return total


@part
def share_nearly_zero(p, weights):
    """Return the share of the numbers in some runs that are nearly zero."""
    near = count = 0
    for number in range(len(weights)):
        run = weights[number]
        for i in range(run.start, run.start + run.count):
            near += int(abs(get(p, i)) < NEARLY_ZERO)
        count += run.count
    return near / count


@kernel(Memory, Plan, Table, Runs, types.int64, Integers, Figures)
def figures(memory, plans, table, weights, samples, counters, memories):
    """Return the sum of all penalties, the learning rate of the next step, and the share of weights nearly zero."""
    p, plan = address(memory), plans[0]
    penalty = penalties(p, table) if plan.penalized else 0.0
    return penalty, learning_rate(plan, counters, memories, samples), share_nearly_zero(p, weights)
