"""Units that are copies of each other."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.diagnoses import cures
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Cure, Finding, Measured

EQUAL = 1e-5
"""Share of the largest number by which equal ones may differ, for rounding in float32."""


class Symmetry(Diagnosis):
    """All units of a layer have the same weights and get the same gradient."""

    kind: Literal["symmetry"] = "symmetry"
    title: ClassVar[str] = "Units that are all the same"
    formula: ClassVar[str] = (
        r"\mathbf{w}_j = \mathbf{w}_k, \; v_j = v_k \quad \Rightarrow \quad "
        r"\frac{\partial L}{\partial \mathbf{w}_j} = \frac{\partial L}{\partial \mathbf{w}_k}"
    )
    explanation: ClassVar[str] = (
        "Units that start with the same weights, in and out, compute the same and get the same gradient, so every "
        "step keeps them equal. However many there are, together they are worth one; only different first weights "
        "make them different."
    )
    source: ClassVar[str] = "Goodfellow et al., Deep Learning (2016), section 8.4"
    order: ClassVar[int] = 25
    follows_from: ClassVar[frozenset[str]] = frozenset({"diverged"})

    def examine(self, evidence: Evidence) -> Finding | None:
        """Look for layers whose units have equal weights and equal gradients."""
        parameters, gradients = evidence.observation.parameters, evidence.observation.gradients
        alike = []
        for node, settings in evidence.hidden:
            names = [f"{node.id}.{name}" for name in ("weight", "bias")]
            if (
                node.outputs[0].size > 1
                and not settings.frozen
                and all(equal_rows(parameters[name]) and equal_rows(gradients[name]) for name in names)
            ):
                alike.append(node)
        if not alike:
            return None
        units, name = alike[0].outputs[0].size, evidence.name_of(alike[0])
        spread = float(np.ptp(parameters[f"{alike[0].id}.weight"], axis=0).max())
        return Finding(
            "fault",
            f"All {units} units of {name} have the same weights and the same gradient: they act as one.",
            tuple(node.id for node in alike),
            evidence=(Measured("Largest difference between two units' weights", spread, EQUAL),),
            cures=self.cures(evidence),
        )

    def cures(self, evidence: Evidence) -> tuple[Cure, ...]:
        """Return a random start."""
        nodes = [*(node for node, _ in evidence.hidden), evidence.network.output]
        starts = tuple(
            patch
            for node in nodes
            for patch in cures.units([node], initializer="glorot_uniform", bias_initializer="zeros")
        )
        return (Cure("Random start (Glorot) in all layers", starts),)


def equal_rows(values: np.ndarray) -> bool:
    """Tell whether all units' numbers are equal; ``values`` has shape (units, …)."""
    return float(np.ptp(values, axis=0).max()) <= EQUAL * float(np.abs(values).max())
