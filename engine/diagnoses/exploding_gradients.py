"""Gradients that throw the weights away."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.diagnoses import cures
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Cure, Finding, Measured, number

GRADIENT = 3.0
"""Root mean square of a layer's weight gradient; in deep networks that learn it stays below 1."""
UPDATE = 0.5
"""Size of the next step by that of the weights; where networks learn it is near 0.001, at the start up to 0.2."""


class ExplodingGradients(Diagnosis):
    """Gradients so large that one step along them is as large as the weights themselves."""

    kind: Literal["exploding_gradients"] = "exploding_gradients"
    title: ClassVar[str] = "Exploding gradients"
    formula: ClassVar[str] = (
        r"\left\lVert \Delta W_l \right\rVert = \eta \left\lVert \frac{\partial L}{\partial W_l} "
        r"\right\rVert \gg \lVert W_l \rVert"
    )
    explanation: ClassVar[str] = (
        "On its way back the gradient is multiplied by the weights of every layer, and where these products are "
        "larger than 1 it grows with each layer. One step along it throws the weights far beyond the place where "
        "it was measured, the error grows, and the next gradient is larger still."
    )
    source: ClassVar[str] = "Pascanu et al., On the difficulty of training recurrent neural networks (2013)"
    order: ClassVar[int] = 15
    follows_from: ClassVar[frozenset[str]] = frozenset({"diverged", "unscaled_inputs"})

    def examine(self, evidence: Evidence) -> Finding | None:
        """Look for a layer whose gradient is large, and whose next step is as large as its weights."""
        if len(evidence.hidden) < 2:
            return None
        sizes, ratios = evidence.gradient_sizes, evidence.update_ratios
        node = max(
            (node for node in evidence.network.nodes if node.id in ratios), key=lambda at: ratios[at.id]
        )
        gradient, update = sizes[node.id], ratios[node.id]
        if not (update > UPDATE and max(sizes.values()) > GRADIENT):
            return None
        return Finding(
            "fault",
            f"The gradient of {evidence.name_of(node)} is so large ({number(gradient)}) that the next step is "
            f"{number(update)} times as large as its weights.",
            tuple(name for name, ratio in ratios.items() if ratio > UPDATE),
            evidence=(
                Measured("Largest gradient of a layer", max(sizes.values()), GRADIENT),
                Measured("Next step ÷ weights", update, UPDATE),
            ),
            cures=self.cures(evidence),
        )

    def cures(self, evidence: Evidence) -> tuple[Cure, ...]:
        """Return a start that keeps signals at their size, and limits of the step."""
        spec = evidence.network.spec
        clip = None if spec.training.gradient_clipping else cures.clipped()
        return cures.offered(clip, cures.fitting_start(spec, evidence.hidden))
