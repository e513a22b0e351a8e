"""A learning rate that overshoots."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.diagnoses import cures
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Finding, Measured, number

EPOCHS = 3
GROWN = 1.5
"""The loss by that at the start. Networks that learn may climb a little first, up to 1.2."""
WINDOW = 15
"""Epochs over which swings are looked at."""
SWING = 0.3
"""Mean change of the loss from epoch to epoch, by its level. Networks that learn from batches stay below 0.25."""
UPDATE = 0.15
"""Size of the next step by that of the weights; 0.001 is usual."""
LEVEL = 0.2
"""Of the loss at the start; swings below that are of no consequence."""


class RateTooHigh(Diagnosis):
    """The loss swings or climbs instead of falling."""

    kind: Literal["rate_too_high"] = "rate_too_high"
    title: ClassVar[str] = "Learning rate too high"
    formula: ClassVar[str] = (
        r"L(\mathbf{w} - \eta \nabla L) > L(\mathbf{w}) \text{ if } \eta > \frac{2}{\lambda_{\max}}"
    )
    explanation: ClassVar[str] = (
        "The gradient tells which way is down only close to where it was measured, and these steps lead beyond that: "
        "they land on the other slope of the valley, as high as before or higher. Shorter steps, or less momentum, "
        "stay within it."
    )
    source: ClassVar[str] = "LeCun et al., Efficient BackProp (1998), section 4.5"
    order: ClassVar[int] = 45
    follows_from: ClassVar[frozenset[str]] = frozenset(
        {"diverged", "exploding_gradients", "unscaled_inputs", "batch_noise", "wrong_pair"}
    )

    def examine(self, evidence: Evidence) -> Finding | None:
        """Look whether the loss has climbed far above its start, or swings with steps as large as the weights."""
        losses = evidence.losses()
        if evidence.epoch < EPOCHS or evidence.has_learned or losses[0] == 0:
            return None
        recent = losses[-min(5, evidence.epoch) :]
        grown = float(np.median(recent) / max(losses[0], 1e-12))
        if grown > GROWN:
            return self.finding(
                evidence,
                f"After {evidence.epoch:,} epochs the training loss is {number(float(losses[-1]))}; it started at "
                f"{number(float(losses[0]))}.",
                Measured("Loss now ÷ loss at the start", grown, GROWN),
            )
        if evidence.epoch < WINDOW:
            return None
        window = losses[-WINDOW - 1 :]
        level = float(np.median(window))
        changes = np.abs(np.diff(window))
        swing = float(changes.mean()) / max(level, 1e-12)
        upwards = float((np.diff(window) > 0).mean())
        update = max(evidence.update_ratios.values(), default=0.0)
        if not (swing > SWING and upwards >= 0.3 and level > LEVEL * losses[0] and update > UPDATE):
            return None
        return self.finding(
            evidence,
            f"Over the last {evidence.covered_by(WINDOW):,} epochs the training loss swung between "
            f"{number(float(window.min()))} and {number(float(window.max()))}.",
            Measured("Mean change from one measurement to the next ÷ loss", swing, SWING),
            Measured("Next step ÷ weights", update, UPDATE),
        )

    def finding(self, evidence: Evidence, seen: str, *measured: Measured) -> Finding:
        """Return the finding with its cures."""
        return Finding("fault", seen, evidence=measured, cures=cures.calmer(evidence.network.spec))
