"""Batches so small that the steps follow chance."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.diagnoses.cures import compares, lower_rate
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Cure, Finding, Measured, number

BATCH = 4
SAMPLES = 40
"""Of fewer samples, as in a truth table, there is no other batch to draw."""
FIRST = 20
"""Epochs before anything is said: the fall from the start is no noise."""
WINDOW = 10
SWING = 0.3
"""Mean change of the loss from epoch to epoch, by its level; batches of 10 stay below 0.25."""
LEVEL = 0.2
"""Of the loss at the start; swings below that are of no consequence."""


class BatchNoise(Diagnosis):
    """The loss jumps up and down because every step follows a few samples only."""

    kind: Literal["batch_noise"] = "batch_noise"
    title: ClassVar[str] = "Noise from tiny batches"
    formula: ClassVar[str] = (
        r"\operatorname{Var}\left(\frac{1}{B} \sum_{i \in B} \nabla L_i\right) = \frac{\sigma^2}{B}"
    )
    explanation: ClassVar[str] = (
        "The gradient of a few samples differs much from that of all of them: its variance is that of a single "
        "sample divided by the size of the batch. With long steps the weights follow these differences to and fro "
        "instead of settling."
    )
    source: ClassVar[str] = (
        "Bottou et al., Optimization Methods for Large-Scale Machine Learning (2018), section 4"
    )
    order: ClassVar[int] = 42
    follows_from: ClassVar[frozenset[str]] = frozenset({"diverged", "unscaled_inputs", "wrong_pair"})

    def examine(self, evidence: Evidence) -> Finding | None:
        """Look whether the loss jumps with batches of a few samples."""
        if evidence.batch > BATCH or evidence.samples < SAMPLES:
            return None
        spec, batch = evidence.network.spec, f"{evidence.batch} sample{'s' * (evidence.batch > 1)}"
        larger = Cure("Batches of 32 samples", (("training.batch_size", 32),))
        if compares(spec.network.layers):
            seen = f"Batch normalization takes mean and variance from {batch} at a time."
            return Finding(
                "fault",
                seen,
                tuple(node.id for node in evidence.network.nodes if node.layer.compares_samples),
                evidence=(Measured("Samples in a batch", evidence.batch, BATCH),),
                cures=(Cure("Batches of 10 samples", (("training.batch_size", 10),), reset=True),),
            )
        if evidence.epoch < FIRST:
            return None
        losses = evidence.losses()
        window = losses[-WINDOW - 1 :]
        changes, level = np.diff(window), float(np.median(window))
        swing = float(np.abs(changes).mean()) / max(level, 1e-12)
        if not (swing > SWING and (changes > 0).mean() >= 0.3 and level > LEVEL * losses[0]):
            return None
        return Finding(
            "warning",
            f"With batches of {batch} the training loss jumped between {number(float(window.min()))} and "
            f"{number(float(window.max()))} over the last {evidence.covered_by(WINDOW):,} epochs.",
            evidence=(
                Measured("Mean change from one measurement to the next ÷ loss", swing, SWING),
                Measured("Samples in a batch", evidence.batch, BATCH),
            ),
            cures=(larger, lower_rate(spec, 10)),
        )
