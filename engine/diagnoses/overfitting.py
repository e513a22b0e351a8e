"""A network that learns its samples by heart."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.diagnoses.cures import units
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import TEST_ACCURACY, TEST_LOSS, TRAIN_ACCURACY, Evidence
from engine.diagnoses.finding import Cure, Finding, Measured, number

EPOCHS = 10
SMOOTHED = 5
"""Epochs over which a loss is averaged."""
RISEN = 1.6
"""Test loss now by its lowest; less is within the noise of small test sets."""
GAP = 0.1
"""Accuracy in training minus that in the test."""
TIMES = 3.0
"""Test loss by training loss in a regression, which has no accuracy."""


class Overfitting(Diagnosis):
    """The test loss rises while the training loss goes on falling."""

    kind: Literal["overfitting"] = "overfitting"
    title: ClassVar[str] = "Overfitting"
    formula: ClassVar[str] = r"L_{\text{test}} \uparrow \; \text{ while } \; L_{\text{train}} \downarrow"
    explanation: ClassVar[str] = (
        "With more weights than the samples can determine, the network also fits what is chance in them, and each "
        "epoch on the same samples adds to it. What it learns by heart does not hold for other samples, so they are "
        "predicted worse and worse."
    )
    source: ClassVar[str] = "Prechelt, Early Stopping: But When? (1998)"
    order: ClassVar[int] = 60
    follows_from: ClassVar[frozenset[str]] = frozenset(
        {"diverged", "batch_noise", "rate_too_high", "wrong_pair"}
    )

    def examine(self, evidence: Evidence) -> Finding | None:
        """Compare the losses with those of the epoch in which the test loss was lowest."""
        if evidence.epoch < EPOCHS or len(evidence.prepared.test.targets) < 10:
            return None
        test, train = smoothed(evidence.losses(TEST_LOSS)), smoothed(evidence.losses())
        best = int(test.argmin())
        risen = float(test[-1] / max(test[best], 1e-12))
        falling = train[-1] < 0.9 * train[best]
        if evidence.network.task == "regression":
            gap = Measured("Test loss ÷ training loss", float(test[-1] / max(train[-1], 1e-12)), TIMES)
        else:
            recent = evidence.rows[-SMOOTHED:].mean(axis=0)
            gap = Measured(
                "Accuracy in training − in the test",
                float(recent[TRAIN_ACCURACY] - recent[TEST_ACCURACY]),
                GAP,
            )
        if not (risen > RISEN and falling and gap.value > gap.threshold):
            return None
        spec, epoch = evidence.network.spec, evidence.epochs[best + SMOOTHED // 2]
        stop = {"metric": "test_loss", "patience": 20, "restore_best": True}
        nodes = [*(node for node, _ in evidence.hidden), evidence.network.output]
        return Finding(
            "warning",
            f"Since epoch {epoch:,} the test loss has risen from {number(float(test[best]))} to "
            f"{number(float(test[-1]))}, while the training loss fell to {number(float(train[-1]))}.",
            evidence=(Measured("Test loss now ÷ its lowest", risen, RISEN), gap),
            cures=(
                Cure("L2 penalty on all weights", units(nodes, regularizer={"kind": "l2", "rate": 0.01})),
                Cure("Stop early, with the best weights", (("training.early_stopping", stop),), reset=True),
            )
            if spec.training.early_stopping is None
            else (),
        )


def smoothed(losses: np.ndarray) -> np.ndarray:
    """Return means over a few epochs, shape (epochs − 4,)."""
    return np.convolve(losses, np.ones(SMOOTHED) / SMOOTHED, "valid")
