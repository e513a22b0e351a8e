"""What training makes small, and what is measured of it: loss, penalty, metrics."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import numpy as np

from engine.trainers.compilation import inline, part
from engine.trainers.compiled.accuracy import NOTHING, count_correct
from engine.trainers.compiled.area import TILE, tile_for
from engine.trainers.compiled.losses import finish, judge, judge_each
from engine.trainers.compiled.registers import entry, get, put
from engine.trainers.compiled.regularizers import add_penalty_slope
from engine.trainers.compiled.samples import read_samples
from engine.trainers.compiled.steps import LOOKING, go_forward


@inline
def _output_row(network):
    return entry(network.operations, network.length - 1).output_row


@inline
def judge_output(p, plan, network, place, size, total):
    """Write the output's rows d for a mean over ``total`` samples; return the summed loss of the ``size`` here."""
    scale = np.float32(1.0 / (total * plan.loss_terms))
    return judge(plan.loss, p, plan, place, _output_row(network), size, scale) / plan.loss_terms


@inline
def scale_output(p, plan, network, place, factor):
    """Multiply the output's rows d by a factor."""
    if factor != 1.0:
        row = place.d + _output_row(network) * place.width
        for i in range(plan.outputs * place.width):
            put(p, row + i, get(p, row + i) * np.float32(factor))


@inline
def judge_samples(p, plan, network, place):
    """Write the loss of each sample of an area to its first spare row."""
    judge_each(plan.loss, p, plan, place, _output_row(network))


@inline
def add_penalty_slopes(p, plan, network):
    """Add the regularizers' derivatives to the gradients."""
    if plan.penalized:
        for i in range(network.length):
            operation = entry(network.operations, i)
            add_penalty_slope(
                operation.regularizer,
                p,
                operation.weight,
                plan.gradients + operation.weight,
                operation.outputs * operation.padded_inputs,
                operation.regularizer_c0,
                operation.regularizer_c1,
            )


@inline
def measure_set(p, plan, network, samples, generators):
    """Return cost and accuracy over a set of samples, not a number where there is none."""
    count = samples.length
    if count == 0:
        return np.nan, np.nan
    loss = 0.0
    correct = 0
    for start in range(0, count, TILE):
        size = min(TILE, count - start)
        place = tile_for(plan, size)
        read_samples(p, plan, place, samples, start, size)
        go_forward(p, network, place, size, LOOKING, generators)
        loss += judge_output(p, plan, network, place, size, count)
        correct += count_correct(p, plan, place, place.a + _output_row(network) * place.width, size)
    return finish(plan.finish, loss / count), correct / count if plan.judgement != NOTHING else np.nan


@part
def measure(p, plan, network, train, test, generators, row):
    """Write losses and accuracies to a row of metrics."""
    for column in range(2):
        samples = train if column == 0 else test
        row[column], row[2 + column] = measure_set(p, plan, network, samples, generators)
