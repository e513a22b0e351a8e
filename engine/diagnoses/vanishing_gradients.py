"""Gradients that vanish on their way back."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.diagnoses import cures
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Cure, Finding, Measured, number

RATIO = 0.01
"""Glorot sigmoid layers of 8 units: 0.13 at depth 2, 0.003 at 4, 0.00001 at 8; layers that learn lie above 0.05."""


class VanishingGradients(Diagnosis):
    """The first hidden layer's gradient is a tiny part of the last one's."""

    kind: Literal["vanishing_gradients"] = "vanishing_gradients"
    title: ClassVar[str] = "Vanishing gradients"
    formula: ClassVar[str] = (
        r"\frac{\partial L}{\partial \mathbf{z}_l} = f'(\mathbf{z}_l) \odot W_{l+1}^{\top} "
        r"\frac{\partial L}{\partial \mathbf{z}_{l+1}}"
    )
    explanation: ClassVar[str] = (
        "On its way back the gradient is multiplied by the slope of the activation and by the weights of every "
        "layer, and where these products are smaller than 1 it shrinks with each layer. What reaches the first "
        "layers is then too small to change their weights, so all that follows builds on features that stay random."
    )
    source: ClassVar[str] = "Glorot and Bengio, Understanding the difficulty of training deep networks (2010)"
    order: ClassVar[int] = 20
    follows_from: ClassVar[frozenset[str]] = frozenset(
        {
            "diverged",
            "symmetry",
            "dead_units",
            "saturated_units",
            "unscaled_inputs",
            "wrong_pair",
            "batch_noise",
        }
    )

    def examine(self, evidence: Evidence) -> Finding | None:
        """Compare the gradients of the first and the last hidden layer that learn."""
        learning = [node for node, settings in evidence.hidden if not settings.frozen]
        sizes = evidence.gradient_sizes
        if len(learning) < 2 or evidence.has_learned:
            return None
        first, last = sizes[learning[0].id], sizes[learning[-1].id]
        if first == 0 or not first < RATIO * last:
            return None
        small = tuple(node.id for node in learning if sizes[node.id] < 0.1 * last)
        return Finding(
            "fault",
            f"The gradient of {evidence.name_of(learning[0])} is {number(first / last)} times that of "
            f"{evidence.name_of(learning[-1])}: the first layers hardly learn.",
            small,
            evidence=(Measured("Gradient, first ÷ last hidden layer", first / last, RATIO),),
            cures=self.cures(evidence),
        )

    def cures(self, evidence: Evidence) -> tuple[Cure, ...]:
        """Return other activations with the start that belongs to them, and layers that renew the gradient."""
        spec, nodes = evidence.network.spec, [node for node, _ in evidence.hidden]
        used = {(units.activation.kind_name(), units.initializer.kind_name()) for _, units in evidence.hidden}
        pairs = (("ReLU", "He", "relu", "he_normal"), ("Tanh", "Glorot", "tanh", "glorot_uniform"))
        relu, tanh = (
            None
            if used == {(activation, start)}
            else Cure(
                f"{name} and {by} start in all hidden layers",
                cures.units(nodes, activation=activation, initializer=start),
            )
            for name, by, activation, start in pairs
        )
        return cures.offered(relu, cures.normalized(spec), tanh, cures.bypassed(spec))
