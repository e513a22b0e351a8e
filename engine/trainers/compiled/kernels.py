"""The compiled functions that Python calls.

Compiling them takes some seconds, once for each state of the engine's sources; importing this module does it.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np
from numba import from_dtype
from numba.core import types

from engine.layers import Affine
from engine.trainers.batches import shuffle
from engine.trainers.compilation import inline, kernel
from engine.trainers.compiled.area import TILE, tile_for
from engine.trainers.compiled.denormals import flush_denormals, use_denormals
from engine.trainers.compiled.finite import FINE, any_blown_up, blown_up, locate
from engine.trainers.compiled.losses import finish, finish_slope
from engine.trainers.compiled.narrow import backward_by_sample, forward_by_sample, gather_samples
from engine.trainers.compiled.objective import (
    add_penalty_slopes,
    judge_output,
    judge_samples,
    measure,
    scale_output,
)
from engine.trainers.compiled.registers import address, get, put
from engine.trainers.compiled.samples import gather, read, read_samples, samples_of
from engine.trainers.compiled.schedules import learning_rate, remember
from engine.trainers.compiled.steps import (
    CODES,
    LOOKING,
    TRAINING,
    Network,
    go_backward,
    go_forward,
    settle,
)
from engine.trainers.compiled.table import (
    BATCH,
    BATCHES,
    COST,
    EPOCH,
    OPERATION,
    OPTIMIZER_STEP,
    PLAN,
    POSITION,
    RUN,
    STEP,
)
from engine.trainers.compiled.updating import cut, runs_of, update

Memory = types.float32[::1]
Matrix = types.float32[:, ::1]
Plan = from_dtype(PLAN)[::1]
Table = from_dtype(OPERATION)[::1]
Runs = from_dtype(RUN)[::1]
Integers = types.int64[::1]
Figures = types.float64[::1]
Generators = types.uint64[::1]

WEIGHTED = CODES[Affine]


@inline
def _find_gradients(p, plan, network, train, order, start, size, draws):
    """Work out the gradients of one batch; return its cost."""
    place = plan.batch
    if plan.narrow:
        gather_samples(p, plan, network, place, train, order, start, size)
        forward_by_sample(p, network, place, size)
    else:
        gather(p, plan, place, train, order, start, size)
        go_forward(p, network, place, size, TRAINING, draws)
    mean = judge_output(p, plan, network, place, size, size) / size
    scale_output(p, plan, network, place, finish_slope(plan.finish, mean))
    if plan.narrow:
        backward_by_sample(p, network, place, size, plan.gradients)
    else:
        go_backward(p, network, place, size, plan.gradients, TRAINING)
    add_penalty_slopes(p, plan, network)
    return finish(plan.finish, mean)


@kernel(
    Memory,
    Plan,
    Table,
    Runs,
    Runs,
    Matrix,
    Matrix,
    Integers,
    Integers,
    Figures,
    Generators,
    types.int64,
    types.int64,
    Matrix,
)
def advance(
    memory,
    plans,
    table,
    trained,
    pruned,
    train,
    test,
    order,
    counters,
    figures,
    generators,
    steps,
    distance,
    rows,
):
    """Train for up to ``steps`` optimizer steps; return steps done, rows measured, the failed operation and why.

    Parameters
    ----------
    trained, pruned : (runs,)
        The parameters that are trained, and those that are cut off.
    train, test : (features + outputs, samples)
        Features in the first rows, targets below.
    order : (samples,)
        The samples of the running epoch, in the order in which they are seen.
    distance
        Metrics are measured after every so many epochs, and after the last that ends.
    rows : (epochs, 4)
        Gets these metrics.
    """
    p, plan, network = address(memory), plans[0], Network(address(table), len(table))
    train_set, test_set, draws = samples_of(train), samples_of(test), address(generators)
    trained_runs, pruned_runs = runs_of(trained), runs_of(pruned)
    batches = (train_set.length + plan.batch_size - 1) // plan.batch_size
    measured, latest = 0, counters[EPOCH]
    done, operation, reason = 0, 0, FINE
    denormals = flush_denormals()
    while done < steps:
        start = counters[POSITION]
        if start == 0:
            shuffle(order, generators[BATCHES : BATCHES + 1])
        size = min(plan.batch_size, train_set.length - start)
        cost = _find_gradients(p, plan, network, train_set, order, start, size, draws)
        cut(p, plan.gradients, pruned_runs)
        if blown_up(np.float32(cost)) or any_blown_up(p, plan.gradients, plan.parameters):
            operation, reason = locate(p, plan, network, plan.batch, size)
            if latest != counters[EPOCH]:
                measure(p, plan, network, train_set, test_set, draws, rows[measured])
                measured += 1
            break
        if plan.keeps:
            settle(p, network, size)
        counters[STEP] += 1
        counters[OPTIMIZER_STEP] += 1
        rate = learning_rate(plan, counters, figures, train_set.length)
        update(p, plan, network, trained_runs, pruned_runs, rate, counters[OPTIMIZER_STEP])
        counters[BATCH], figures[COST] = size, cost
        counters[POSITION] = start + size
        if start + size == train_set.length:
            counters[POSITION] = 0
            counters[EPOCH] += 1
            if counters[EPOCH] % distance == 0 or steps - done <= batches:
                measure(p, plan, network, train_set, test_set, draws, rows[measured])
                remember(plan, figures, rows[measured])
                measured, latest = measured + 1, counters[EPOCH]
        done += 1
    use_denormals(denormals)
    return done, measured, operation, reason


@kernel(Memory, Plan, Table, Matrix, Matrix, Generators, Memory)
def evaluate(memory, plans, table, train, test, generators, row):
    """Write the present metrics to ``row``."""
    network = Network(address(table), len(table))
    measure(address(memory), plans[0], network, samples_of(train), samples_of(test), address(generators), row)


@kernel(Memory, Plan, Table, Matrix, types.int64, types.int64, Generators, Matrix)
def predict(memory, plans, table, features, first, sums, generators, result):
    """Write what the units of the operations from number ``first`` on give, (units, samples).

    Where ``sums`` is not 0, units with an activation give their weighted sums instead.
    """
    p, plan, network = address(memory), plans[0], Network(address(table), len(table))
    given = samples_of(features)
    for start in range(0, given.length, TILE):
        size = min(TILE, given.length - start)
        place = tile_for(plan, size)
        read(p, place.a, place.width, given, 0, plan.features, start, size)
        go_forward(p, network, place, size, LOOKING, address(generators))
        unit = 0
        for i in range(first, len(table)):
            operation = table[i]
            values = place.z if sums and operation.code == WEIGHTED else place.a
            for row in range(
                operation.output_row, operation.output_row + operation.outputs * operation.shown
            ):
                for j in range(size):
                    result[unit, start + j] = get(p, values + row * place.width + j)
                unit += 1


@kernel(Memory, Plan, Table, Runs, Matrix, Generators, Memory)
def differentiate(memory, plans, table, pruned, train, generators, gradients):
    """Add the gradient of the cost of all samples, laid out as the parameters, to ``gradients``, which are zeros."""
    p, plan, network = address(memory), plans[0], Network(address(table), len(table))
    samples, draws = samples_of(train), address(generators)
    mean = 0.0
    for start in range(0, samples.length, TILE):
        size = min(TILE, samples.length - start)
        place = tile_for(plan, size)
        read_samples(p, plan, place, samples, start, size)
        go_forward(p, network, place, size, LOOKING, draws)
        mean += judge_output(p, plan, network, place, size, samples.length) / samples.length
        go_backward(p, network, place, size, plan.gradients, LOOKING)
        for i in range(plan.parameters):
            gradients[i] += get(p, plan.gradients + i)
    slope = np.float32(finish_slope(plan.finish, mean))
    for i in range(plan.parameters):
        gradients[i] *= slope
    cut(address(gradients), 0, runs_of(pruned))


@kernel(Memory, Plan, Table, Runs, Runs, types.int64, Integers, Figures, Memory)
def step_along(memory, plans, table, trained, pruned, samples, counters, figures, gradients):
    """Take the step that a gradient over all samples asks for; of what is counted nothing changes."""
    p, plan, network = address(memory), plans[0], Network(address(table), len(table))
    for i in range(plan.parameters):
        put(p, plan.gradients + i, gradients[i])
    add_penalty_slopes(p, plan, network)
    pruned_runs = runs_of(pruned)
    cut(p, plan.gradients, pruned_runs)
    rate = learning_rate(plan, counters, figures, max(1, samples))
    update(p, plan, network, runs_of(trained), pruned_runs, rate, counters[OPTIMIZER_STEP] + 1)


@kernel(Memory, Plan, Table, Matrix, Generators, Memory)
def judge_set(memory, plans, table, samples, generators, losses):
    """Write the loss of each sample of a set."""
    p, plan, network = address(memory), plans[0], Network(address(table), len(table))
    given = samples_of(samples)
    for start in range(0, given.length, TILE):
        size = min(TILE, given.length - start)
        place = tile_for(plan, size)
        read_samples(p, plan, place, given, start, size)
        go_forward(p, network, place, size, LOOKING, address(generators))
        judge_samples(p, plan, network, place)
        for j in range(size):
            losses[start + j] = get(p, place.spare + j) / np.float32(plan.loss_terms)
