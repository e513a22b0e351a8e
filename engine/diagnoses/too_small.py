"""A network with too few units for what there is to learn."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.diagnoses import cures
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Cure, Finding, Measured, percent

UNITS = 12
"""Hidden units in all, at most; a network of more can draw nearly any border of the plane."""
POSSIBLE = 0.5
"""Skill of the neighbors; where they tell less, noise may be all that is left."""
SHORT = 0.25
"""How much less the network makes of the features than their nearest neighbors do."""


class TooSmall(Diagnosis):
    """Training has settled, but neighboring samples tell more than the network has learned."""

    kind: Literal["too_small"] = "too_small"
    title: ClassVar[str] = "Network too small"
    formula: ClassVar[str] = r"\min_{\mathbf{w}} L(\mathbf{w}) \gg 0"
    explanation: ClassVar[str] = (
        "Each hidden unit adds one fold to what the network can draw, and these are too few for this pattern, so even "
        "the best weights leave many samples wrong. That there is more to learn shows in the neighbors: samples that "
        "lie close together mostly have the same target."
    )
    source: ClassVar[str] = "Cybenko, Approximation by Superpositions of a Sigmoidal Function (1989)"
    order: ClassVar[int] = 65
    follows_from: ClassVar[frozenset[str]] = frozenset(
        {"diverged", "vanishing_gradients", "exploding_gradients", "dead_units", "saturated_units", "symmetry",
         "rate_too_high", "rate_too_low", "wrong_pair", "unscaled_inputs", "batch_noise", "overfitting"}
    )  # fmt: skip

    def examine(self, evidence: Evidence) -> Finding | None:
        """Compare a settled network's skill with that of nearest neighbors."""
        hidden = sum(node.outputs[0].size for node, _ in evidence.hidden)
        short = evidence.possible_skill - evidence.skill
        if hidden > UNITS or evidence.possible_skill < POSSIBLE or short <= SHORT or not evidence.has_settled:
            return None
        what = (
            "of the variance"
            if evidence.network.task == "regression"
            else "of the mistakes of a constant guess"
        )
        does = "explained" if evidence.network.task == "regression" else "avoided"
        units = f"{hidden} hidden unit{'s' * (hidden != 1)}" if hidden else "no hidden layer"
        return Finding(
            "warning",
            f"Training has settled with {percent(max(evidence.skill, 0.0))} {what} {does}; the nearest neighbors of a "
            f"sample would do with {percent(evidence.possible_skill)}. The network has {units}.",
            tuple(node.id for node, _ in evidence.hidden),
            evidence=(Measured("Neighbors' skill − the network's", short, SHORT),),
            cures=self.cures(evidence, hidden),
        )

    def cures(self, evidence: Evidence, hidden: int) -> tuple[Cure, ...]:
        """Return more units, or a first hidden layer."""
        spec, nodes = evidence.network.spec, [node for node, _ in evidence.hidden]
        if not hidden:
            return cures.offered(cures.with_layer(spec, 8))
        return cures.offered(cures.with_units(nodes, lambda units: max(16, 2 * units)))
