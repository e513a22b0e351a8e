"""What the kernels read while they run: one row for each operation of the network, and one row for the training.

The kernels are compiled once for every network there can be, so that nobody ever waits for a compiler. Everything
that differs between networks is a number in one of these two tables; the numbers called offsets count float32
numbers from the start of the training's memory.
"""

from __future__ import annotations

import numpy as np

from engine.trainers.compiled.area import AREA

OPERATION = np.dtype(
    [
        ("code", np.int64),  # which operation, as numbered in steps.py
        ("shown", np.int64),  # whether what it gives is what its node gives
        ("inputs", np.int64),
        ("outputs", np.int64),
        ("padded_inputs", np.int64),  # also the distance between two rows of weights
        ("input_row", np.int64),  # row of the first input, 0 where it reads the features
        ("output_row", np.int64),
        ("adds", np.int64),  # whether another operation has already written the inputs' rows d
        ("other_inputs", np.int64),  # the same of a second source
        ("padded_other", np.int64),
        ("other_row", np.int64),
        ("other_adds", np.int64),
        ("projects", np.int64),  # whether the second source goes through the weights
        ("first_learned", np.int64),  # offset and number of all that it learns
        ("learned_count", np.int64),
        ("weight", np.int64),  # offsets of what it owns
        ("bias", np.int64),
        ("learned", np.int64),  # what each unit's activation learns
        ("scale", np.int64),
        ("shift", np.int64),
        ("running_mean", np.int64),
        ("running_variance", np.int64),
        ("batch_mean", np.int64),
        ("batch_variance", np.int64),
        ("momentum", np.float32),
        ("epsilon", np.float32),
        ("activation", np.int64),
        ("activation_slope", np.int64),
        ("activation_c0", np.float32),
        ("activation_c1", np.float32),
        ("regularizer", np.int64),
        ("regularizer_c0", np.float32),
        ("regularizer_c1", np.float32),
        ("constraint", np.int64),
        ("constraint_c0", np.float64),
        ("constraint_c1", np.float64),
        ("rate", np.float32),  # share that is dropped
    ],
    align=True,
)

PLAN = np.dtype(
    [
        ("parameters", np.int64),  # how many, with padding; they start at offset 0
        ("gradients", np.int64),  # offset
        ("first_slot", np.int64),  # offset of the optimizer's state
        ("second_slot", np.int64),
        ("keeps", np.int64),  # whether an operation keeps what it measures while training
        ("narrow", np.int64),  # whether it is trained sample by sample
        ("features", np.int64),
        ("outputs", np.int64),
        ("batch", AREA),  # where the values of a batch lie
        ("tile", AREA),  # where those of a tile lie, where nothing is trained
        ("batch_size", np.int64),
        ("loss", np.int64),
        ("loss_c0", np.float32),
        ("loss_c1", np.float32),
        ("finish", np.int64),  # what becomes of the mean of the losses
        ("loss_terms", np.float64),  # the loss of a sample is the sum over its outputs divided by this
        ("optimizer", np.int64),
        ("learning_rate", np.float64),
        ("optimizer_c0", np.float64),
        ("optimizer_c1", np.float64),
        ("optimizer_c2", np.float64),
        ("optimizer_c3", np.float64),
        ("schedule", np.int64),
        ("schedule_c0", np.float64),
        ("schedule_c1", np.float64),
        ("schedule_c2", np.float64),
        ("watched", np.int64),  # which metric the schedule looks at
        ("epochs", np.float64),  # of the whole training
        ("penalized", np.int64),  # whether any operation has a regularizer
        ("constrained", np.int64),  # whether any operation has a constraint
        ("clipping", np.int64),
        ("clipping_c0", np.float32),
        ("clipping_c1", np.float32),
        ("judgement", np.int64),  # what counts as correct, as numbered in accuracy.py
        ("threshold", np.float32),  # between the two targets of a binary task
    ],
    align=True,
)

RUN = np.dtype([("start", np.int64), ("count", np.int64)], align=True)
"""Neighboring parameters that are treated alike: those that are trained, or those that are cut off."""

STEP, OPTIMIZER_STEP, POSITION, EPOCH, BATCH = range(5)
"""The counters: steps since the start, steps of the present optimizer, samples of the epoch already seen, epochs that
ended, and samples of the last batch."""

REDUCED, BEST, WAITED, COST = range(4)
"""The figures: the three numbers that a schedule remembers, and the cost of the last batch."""

BATCHES, DROPOUT = range(2)
"""The generators."""
