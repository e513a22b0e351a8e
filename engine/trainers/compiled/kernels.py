"""The compiled functions that Python calls.

Compiling them takes some seconds, once for each state of the engine's sources; importing this module does it.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np
from numba import from_dtype
from numba.core import types

from engine.trainers.batches import shuffle
from engine.trainers.compilation import kernel
from engine.trainers.compiled.area import TILE, area_at, whole_registers
from engine.trainers.compiled.finite import FINE, any_blown_up, blown_up, locate
from engine.trainers.compiled.objective import add_penalty_slopes, judge_output, measure
from engine.trainers.compiled.optimizers import optimize
from engine.trainers.compiled.registers import address, get
from engine.trainers.compiled.regularizers import penalty_of
from engine.trainers.compiled.samples import gather, read, read_samples
from engine.trainers.compiled.steps import go_backward, go_forward
from engine.trainers.compiled.table import BATCHES, OPERATION, OPTIMIZER_STEP, PLAN, POSITION, STEP

Memory = types.float32[::1]
Matrix = types.float32[:, ::1]
Plan = from_dtype(PLAN)[::1]
Table = from_dtype(OPERATION)[::1]
Integers = types.int64[::1]
Generators = types.uint64[::1]


@kernel(Memory, Plan, Table, Matrix, Matrix, Integers, Integers, Generators, types.int64, Matrix)
def advance(memory, plans, table, train, test, order, counters, generators, steps, rows):
    """Train for up to ``steps`` optimizer steps; return steps done, epochs ended, the failed operation and why.

    Parameters
    ----------
    train, test : (features + outputs, samples)
        Features in the first rows, targets below.
    order : (samples,)
        The samples of the running epoch, in the order in which they are seen.
    rows : (epochs, 4)
        Gets the metrics of every epoch that ends.
    """
    p = address(memory)
    plan = plans[0]
    samples = train.shape[1]
    area = area_at(plan.batch_area, plan.rows, plan.outputs, plan.batch_width)
    epochs = 0
    for done in range(steps):
        start = counters[POSITION]
        if start == 0:
            shuffle(order, generators[BATCHES : BATCHES + 1])
        size = min(plan.batch_size, samples - start)
        gather(p, plan, area, train, order, start, size)
        go_forward(p, table, area, size, True, generators)
        loss = judge_output(p, plan, table, area, size, size)
        go_backward(p, table, area, plan.gradients)
        add_penalty_slopes(p, plan, table)
        if blown_up(np.float32(loss / size)) or any_blown_up(p, plan.gradients, plan.parameters):
            operation, reason = locate(p, table, area, size, plan.gradients)
            return done, epochs, operation, reason
        counters[STEP] += 1
        counters[OPTIMIZER_STEP] += 1
        optimize(
            plan.optimizer,
            p,
            0,
            plan.gradients,
            plan.first_slot,
            plan.second_slot,
            plan.parameters,
            plan.learning_rate,
            plan.optimizer_c0,
            plan.optimizer_c1,
            plan.optimizer_c2,
            plan.optimizer_c3,
            counters[OPTIMIZER_STEP],
        )
        counters[POSITION] = start + size
        if start + size == samples:
            counters[POSITION] = 0
            measure(p, plan, table, train, test, generators, rows[epochs])
            epochs += 1
    return steps, epochs, 0, FINE


@kernel(Memory, Plan, Table, Matrix, Matrix, Generators, Memory)
def evaluate(memory, plans, table, train, test, generators, row):
    """Write the present metrics to ``row``."""
    measure(address(memory), plans[0], table, train, test, generators, row)


@kernel(Memory, Plan, Table, Matrix, types.int64, Generators, Matrix)
def predict(memory, plans, table, features, first, generators, result):
    """Write what the units of the operations from number ``first`` on give, (units, samples)."""
    p = address(memory)
    plan = plans[0]
    for start in range(0, features.shape[1], TILE):
        size = min(TILE, features.shape[1] - start)
        area = area_at(plan.tile_area, plan.rows, plan.outputs, whole_registers(size))
        read(p, area.a, area.width, features, 0, plan.features, start, size)
        go_forward(p, table, area, size, False, generators)
        unit = 0
        for i in range(first, len(table)):
            operation = table[i]
            for row in range(operation.output_row, operation.output_row + operation.outputs):
                for j in range(size):
                    result[unit, start + j] = get(p, area.a + row * area.width + j)
                unit += 1


@kernel(Memory, Plan, Table, Matrix, Generators, Memory)
def differentiate(memory, plans, table, samples, generators, gradients):
    """Add the gradient of the mean loss over all samples, laid out as the parameters, to ``gradients``."""
    p = address(memory)
    plan = plans[0]
    for start in range(0, samples.shape[1], TILE):
        size = min(TILE, samples.shape[1] - start)
        area = area_at(plan.tile_area, plan.rows, plan.outputs, whole_registers(size))
        read_samples(p, plan, area, samples, start, size)
        go_forward(p, table, area, size, False, generators)
        judge_output(p, plan, table, area, size, samples.shape[1])
        go_backward(p, table, area, plan.gradients)
        for i in range(plan.parameters):
            gradients[i] += get(p, plan.gradients + i)


@kernel(Memory, Table)
def penalize(memory, table):
    """Return the sum of all regularizers' penalties."""
    p = address(memory)
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
