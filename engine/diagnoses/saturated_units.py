"""Units that stand at the flat ends of their activation."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.diagnoses import cures
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Cure, Finding, Measured, percent
from engine.observation import FINE, FLAT

SHARE = 0.5
"""Of the units of a layer; networks that learn stay below a quarter."""
SKILL = 0.5


class SaturatedUnits(Diagnosis):
    """Most units of a layer stand at the flat ends of their activation."""

    kind: Literal["saturated_units"] = "saturated_units"
    title: ClassVar[str] = "Saturated units"
    formula: ClassVar[str] = r"f'(z) \to 0 \text{ as } |z| \to \infty"
    explanation: ClassVar[str] = (
        "Sigmoid and tanh are flat where the weighted sum is far from 0, and the gradient is multiplied by that slope. "
        "Large weights or large inputs drive the sums there, and then the weights hardly get a gradient that could "
        "bring them back."
    )
    source: ClassVar[str] = "LeCun et al., Efficient BackProp (1998), sections 4.4 and 4.6"
    order: ClassVar[int] = 35
    follows_from: ClassVar[frozenset[str]] = frozenset(
        {"diverged", "symmetry", "unscaled_inputs", "exploding_gradients"}
    )

    def examine(self, evidence: Evidence) -> Finding | None:
        """Look for layers most of whose units are flat for nearly every sample."""
        if evidence.skill >= SKILL or evidence.has_learned:
            return None
        states = evidence.observation.unit_states
        flat = {
            node.id: states[node.id] != FINE
            for node, settings in evidence.hidden
            if settings.activation.elementwise and settings.activation.has_slope and cures.saturates(settings)
        }
        shares = {name: float(units.mean()) for name, units in flat.items()}
        worst = [name for name, share in shares.items() if share >= SHARE]
        if not worst:
            return None
        nodes = {node.id: node for node, _ in evidence.hidden}
        most = max(worst, key=lambda name: shares[name])
        units = {name: [int(unit) for unit in flat[name].nonzero()[0]] for name in worst}
        return Finding(
            "fault",
            f"{len(units[most])} of the {flat[most].size} units of {evidence.name_of(nodes[most])} are saturated "
            f"({percent(shares[most])}): their slope is below {percent(FLAT)} of the largest for nearly every sample.",
            tuple(worst),
            units,
            (Measured("Share of saturated units", shares[most], SHARE),),
            self.cures(evidence),
        )

    def cures(self, evidence: Evidence) -> tuple[Cure, ...]:
        """Return ReLU, a start with smaller weights, and smaller steps."""
        spec, nodes = evidence.network.spec, [node for node, _ in evidence.hidden]
        start = cures.units(nodes, initializer="glorot_uniform", bias_initializer="zeros")
        relu = cures.units(nodes, activation="relu", initializer="he_normal", bias_initializer="zeros")
        slower = float(f"{spec.optimizer.learning_rate / 10:.1g}")
        rate = Cure(f"Learning rate {slower:g}", (("optimizer.learning_rate", slower),), reset=True)
        wide = any(settings.initializer.kind_name() != "glorot_uniform" for _, settings in evidence.hidden)
        return cures.offered(
            Cure("ReLU and He start in all hidden layers", relu),
            Cure("Glorot start: smaller first weights", start) if wide else None,
            rate if evidence.epoch else None,
        )
