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
from engine.trainers.compiled.samples import gather, read, read_samples, samples_of
from engine.trainers.compiled.steps import Network, go_backward, go_forward, settle
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
    p, plan, network = address(memory), plans[0], Network(address(table), len(table))
    train_set, test_set, draws = samples_of(train), samples_of(test), address(generators)
    area = area_at(plan.batch_area, plan.rows, plan.outputs, plan.batch_width)
    epochs = 0
    for done in range(steps):
        start = counters[POSITION]
        if start == 0:
            shuffle(order, generators[BATCHES : BATCHES + 1])
        size = min(plan.batch_size, train_set.length - start)
        gather(p, plan, area, train_set, order, start, size)
        go_forward(p, network, area, size, True, draws)
        loss = judge_output(p, plan, network, area, size, size)
        go_backward(p, network, area, size, plan.gradients, True)
        add_penalty_slopes(p, plan, network)
        if blown_up(np.float32(loss / size)) or any_blown_up(p, plan.gradients, plan.parameters):
            operation, reason = locate(p, network, area, size, plan.gradients)
            return done, epochs, operation, reason
        if plan.keeps:
            settle(p, network, size)
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
        if start + size == train_set.length:
            counters[POSITION] = 0
            measure(p, plan, network, train_set, test_set, draws, rows[epochs])
            epochs += 1
    return steps, epochs, 0, FINE


@kernel(Memory, Plan, Table, Matrix, Matrix, Generators, Memory)
def evaluate(memory, plans, table, train, test, generators, row):
    """Write the present metrics to ``row``."""
    network = Network(address(table), len(table))
    measure(address(memory), plans[0], network, samples_of(train), samples_of(test), address(generators), row)


@kernel(Memory, Plan, Table, Matrix, types.int64, Generators, Matrix)
def predict(memory, plans, table, features, first, generators, result):
    """Write what the units of the operations from number ``first`` on give, (units, samples)."""
    p, plan, network = address(memory), plans[0], Network(address(table), len(table))
    given = samples_of(features)
    for start in range(0, given.length, TILE):
        size = min(TILE, given.length - start)
        area = area_at(plan.tile_area, plan.rows, plan.outputs, whole_registers(size))
        read(p, area.a, area.width, given, 0, plan.features, start, size)
        go_forward(p, network, area, size, False, address(generators))
        unit = 0
        for i in range(first, len(table)):
            operation = table[i]
            for row in range(
                operation.output_row, operation.output_row + operation.outputs * operation.shown
            ):
                for j in range(size):
                    result[unit, start + j] = get(p, area.a + row * area.width + j)
                unit += 1


@kernel(Memory, Plan, Table, Matrix, Generators, Memory)
def differentiate(memory, plans, table, train, generators, gradients):
    """Add the gradient of the mean loss over all samples, laid out as the parameters, to ``gradients``."""
    p, plan, network = address(memory), plans[0], Network(address(table), len(table))
    train_set = samples_of(train)
    for start in range(0, train_set.length, TILE):
        size = min(TILE, train_set.length - start)
        area = area_at(plan.tile_area, plan.rows, plan.outputs, whole_registers(size))
        read_samples(p, plan, area, train_set, start, size)
        go_forward(p, network, area, size, False, address(generators))
        judge_output(p, plan, network, area, size, train_set.length)
        go_backward(p, network, area, size, plan.gradients, False)
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
