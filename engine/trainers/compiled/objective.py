"""What training makes small, and what is measured of it: loss, penalty, metrics."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np

from engine.trainers.compilation import part
from engine.trainers.compiled.accuracy import NOTHING, count_correct
from engine.trainers.compiled.area import TILE, area_at, whole_registers
from engine.trainers.compiled.losses import judge
from engine.trainers.compiled.regularizers import add_penalty_slope
from engine.trainers.compiled.samples import read_samples
from engine.trainers.compiled.steps import go_forward


@part
def judge_output(p, plan, table, area, size, total):
    """Write the output's rows d for a mean over ``total`` samples; return the summed loss of the ``size`` here."""
    row = table[len(table) - 1].output_row * area.width
    scale = np.float32(1.0 / (total * plan.loss_terms))
    loss = judge(
        plan.loss,
        p,
        area.z + row,
        area.a + row,
        area.t,
        area.d + row,
        plan.outputs,
        size,
        area.width,
        scale,
        plan.loss_c0,
        plan.loss_c1,
    )
    return loss / plan.loss_terms


@part
def add_penalty_slopes(p, plan, table):
    """Add the regularizers' derivatives to the gradients."""
    for i in range(len(table)):
        operation = table[i]
        add_penalty_slope(
            operation.regularizer,
            p,
            operation.weight,
            plan.gradients + operation.weight,
            operation.padded_outputs * operation.padded_inputs,
            operation.regularizer_c0,
            operation.regularizer_c1,
        )


@part
def measure_set(p, plan, table, samples, generators):
    """Return mean loss and accuracy over a set of samples, not a number where there is none."""
    count = samples.shape[1]
    if count == 0:
        return np.nan, np.nan
    loss = 0.0
    correct = 0
    for start in range(0, count, TILE):
        size = min(TILE, count - start)
        area = area_at(plan.tile_area, plan.rows, plan.outputs, whole_registers(size))
        read_samples(p, plan, area, samples, start, size)
        go_forward(p, table, area, size, False, generators)
        loss += judge_output(p, plan, table, area, size, count)
        a = area.a + table[len(table) - 1].output_row * area.width
        correct += count_correct(p, plan, area, a, size)
    return loss / count, correct / count if plan.judgement != NOTHING else np.nan


@part
def measure(p, plan, table, train, test, generators, row):
    """Write losses and accuracies to a row of metrics."""
    row[0], row[2] = measure_set(p, plan, table, train, generators)
    row[1], row[3] = measure_set(p, plan, table, test, generators)
