"""A learning rate that gets nowhere."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Cure, Finding, Measured, number, percent

EPOCHS = 5
MOVED = 0.3
"""How far the weights would get by the end of the training, by their own size; those that learn move by 1 and more."""
FALLEN = 0.2
"""Of the loss at the start."""
SKILL = 0.5


class RateTooLow(Diagnosis):
    """The loss falls steadily, but so slowly that training will end before anything is learned."""

    kind: Literal["rate_too_low"] = "rate_too_low"
    title: ClassVar[str] = "Learning rate too low"
    formula: ClassVar[str] = (
        r"\frac{\eta \lVert \nabla L \rVert}{\lVert \mathbf{w} \rVert} \cdot \text{steps} \ll 1"
    )
    explanation: ClassVar[str] = (
        "Every step goes downhill, but it is tiny against the weights that it changes. At this pace the weights "
        "will have moved by a small part of their size when training ends; longer steps reach the same place sooner."
    )
    source: ClassVar[str] = "Bottou, Stochastic Gradient Descent Tricks (2012), section 5"
    order: ClassVar[int] = 50
    follows_from: ClassVar[frozenset[str]] = frozenset(
        {"diverged", "vanishing_gradients", "dead_units", "saturated_units", "symmetry", "wrong_pair",
         "unscaled_inputs"}
    )  # fmt: skip

    def examine(self, evidence: Evidence) -> Finding | None:
        """Project how far the weights will get."""
        losses = evidence.losses()
        if evidence.epoch < EPOCHS or evidence.skill >= SKILL or evidence.has_learned:
            return None
        fallen = 1 - float(losses[-1] / max(losses[0], 1e-12))
        steady = bool((np.diff(losses[-EPOCHS - 1 :]) <= 0).all())
        epochs = evidence.network.spec.training.epochs
        pace = max(evidence.update_ratios.values(), default=0.0)
        moved = pace * evidence.steps_per_epoch * epochs
        if not (steady and 0 < fallen < FALLEN and 0 < moved < MOVED):
            return None
        rate = min(10.0, float(f"{evidence.network.spec.optimizer.learning_rate * 100:.1g}"))
        return Finding(
            "warning",
            f"After {evidence.epoch:,} epochs the training loss has fallen by only {percent(fallen)}, steadily; in all "
            f"{epochs:,} epochs the weights would move by about {number(moved)} times their size.",
            evidence=(
                Measured("Way of the weights by the end ÷ their size", moved, MOVED),
                Measured("Share by which the loss has fallen", fallen, FALLEN),
            ),
            cures=(Cure(f"Learning rate {rate:g}", (("optimizer.learning_rate", rate),)),),
        )
