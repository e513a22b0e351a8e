"""Inputs whose numbers are far from the size that networks work with."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.diagnoses import cures
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Finding, Measured, number

SIZE = 30.0
"""Root mean square of a feature. Those of the plane lie between 2 and 5, their squares and products below 20."""


class UnscaledInputs(Diagnosis):
    """Features with very large numbers."""

    kind: Literal["unscaled_inputs"] = "unscaled_inputs"
    title: ClassVar[str] = "Inputs are not scaled"
    formula: ClassVar[str] = r"x' = \frac{x - \mu}{\sigma}"
    explanation: ClassVar[str] = (
        "The gradient of a weight is proportional to the input that it multiplies, so large inputs make the loss "
        "steep in some directions and flat in others, and no single learning rate suits both. Their sums also drive "
        "units that saturate to the flat ends of their activation from the first step."
    )
    source: ClassVar[str] = "LeCun et al., Efficient BackProp (1998), section 4.3"
    order: ClassVar[int] = 18

    def examine(self, evidence: Evidence) -> Finding | None:
        """Look for the largest feature."""
        if evidence.has_learned:
            return None
        features = evidence.prepared.data.train_features.astype(np.float64)
        sizes = np.sqrt((features**2).mean(axis=1))
        largest = float(sizes.max())
        if not largest > SIZE:
            return None
        place = int(sizes.argmax())
        feature = (evidence.network.spec.data.features or ())[place]
        return Finding(
            "fault",
            f"The input {feature.title} is about {number(largest)} large, "
            f"and the smallest input {number(float(sizes.min()))}.",
            (),
            evidence=(Measured("Largest input (root mean square)", largest, SIZE),),
            cures=(cures.scale_inputs(),),
        )
