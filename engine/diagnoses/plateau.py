"""A loss that does not move."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.diagnoses import cures
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Cure, Finding, Measured, number, percent

CHANGE = 0.02
"""Share of the loss within which it counts as flat."""
EPOCHS = 20
SKILL = 0.2
POSSIBLE = 0.5


class Plateau(Diagnosis):
    """The loss has been flat for long, hardly better than a constant guess."""

    kind: Literal["plateau"] = "plateau"
    title: ClassVar[str] = "Stuck on a plateau"
    formula: ClassVar[str] = r"\nabla L \approx 0, \quad L \gg L_{\min}"
    explanation: ClassVar[str] = (
        "Where the loss is flat in every direction the gradient is nearly 0, and steps along it are too. This one lies "
        "high: the network does hardly better than a constant guess, although neighboring samples show that there is "
        "more to learn."
    )
    source: ClassVar[str] = "Dauphin et al., Identifying and attacking the saddle point problem (2014)"
    order: ClassVar[int] = 70
    follows_from: ClassVar[frozenset[str]] = frozenset(
        {"diverged", "vanishing_gradients", "exploding_gradients", "dead_units", "saturated_units", "symmetry",
         "rate_too_high", "rate_too_low", "wrong_pair", "unscaled_inputs", "batch_noise", "too_small"}
    )  # fmt: skip

    def examine(self, evidence: Evidence) -> Finding | None:
        """Look how long the loss has been flat, and whether there is more to learn."""
        needed = max(EPOCHS, evidence.network.spec.training.epochs // 20)
        if evidence.epoch < needed or evidence.skill > SKILL or evidence.possible_skill < POSSIBLE:
            return None
        flat = evidence.flat_for(CHANGE)
        if flat < needed:
            return None
        spec = evidence.network.spec
        adam = (("optimizer", {"kind": "adam", "learning_rate": 0.01}),)
        nodes = [node for node, _ in evidence.hidden]
        start = cures.units(nodes, activation="relu", initializer="he_normal", bias_initializer="zeros")
        is_adam = spec.optimizer.kind_name() == "adam"
        return Finding(
            "warning",
            f"For {flat:,} epochs the training loss has stayed near {number(float(evidence.losses()[-1]))}, with "
            f"{percent(max(evidence.skill, 0.0))} of what there is to learn.",
            evidence=(
                Measured("Epochs without a change of 2 %", flat, needed),
                Measured("Skill against a constant guess", evidence.skill, SKILL),
            ),
            cures=cures.offered(
                Cure("ReLU, He start and Adam", (*start, *adam)) if nodes else None,
                None if is_adam else Cure("Adam, learning rate 0.01", adam),
            ),
        )
