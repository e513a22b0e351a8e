"""What happens between the gradients and the next weights: cut connections, clipping, optimizer, constraints."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from engine.trainers.compilation import inline
from engine.trainers.compiled.clippings import clip
from engine.trainers.compiled.constraints import constrain
from engine.trainers.compiled.optimizers import optimize
from engine.trainers.compiled.registers import address, entry, put


class Runs(NamedTuple):
    """Runs of parameters, as compiled code is handed them."""

    runs: Any
    """Address of the first row of a table of ``RUN``."""
    length: int


@inline
def runs_of(table):
    """Return the runs in a table."""
    return Runs(address(table), len(table))


@inline
def cut(p, start, pruned):
    """Set what belongs to cut connections to 0, in weights or gradients at an offset."""
    for i in range(pruned.length):
        run = entry(pruned.runs, i)
        for place in range(start + run.start, start + run.start + run.count):
            put(p, place, np.float32(0))


@inline
def update(p, plan, network, trained, pruned, rate, step):
    """Take the step that the gradients ask for, at a learning rate; ``step`` counts from 1."""
    if plan.clipping:
        clip(plan.clipping, p, plan.gradients, trained, plan.clipping_c0, plan.clipping_c1)
    for i in range(trained.length):
        optimize(plan.optimizer, p, plan, entry(trained.runs, i), rate, step)
    if plan.constrained:
        for i in range(network.length):
            operation = entry(network.operations, i)
            constrain(
                operation.constraint,
                p,
                operation.weight,
                operation.outputs,
                operation.inputs,
                operation.padded_inputs,
                operation.constraint_c0,
                operation.constraint_c1,
            )
    cut(p, 0, pruned)
