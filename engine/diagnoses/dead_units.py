"""Units that give the same for every sample and do not learn any more."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.diagnoses import cures
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Cure, Finding, Measured, percent
from engine.observation import DEAD

EPOCHS = 5
"""Before, only a layer that is dead altogether is told of."""
SHARE = 0.7
"""Of the units of a layer. He-started ReLU layers of 8 units that learn have up to three quarters of them dead in the
first epochs, and half of them later."""
SKILL = 0.3
"""A network that does better than that learns with the units that are left."""


class DeadUnits(Diagnosis):
    """Most units of a layer are off for every sample.

    In the first epochs only a layer that is dead altogether counts: the others can still learn.
    """

    kind: Literal["dead_units"] = "dead_units"
    title: ClassVar[str] = "Dead units"
    formula: ClassVar[str] = (
        r"f'(z_j^{(i)}) = 0 \text{ for all samples } i \quad \Rightarrow \quad "
        r"\frac{\partial L}{\partial \mathbf{w}_j} = 0"
    )
    explanation: ClassVar[str] = (
        "A ReLU unit whose weighted sum is below 0 for every sample has a slope of 0 everywhere, so no gradient "
        "reaches its weights and it cannot come back. One step that was too long, or a very negative bias, is enough "
        "to throw it there."
    )
    source: ClassVar[str] = (
        "Maas et al., Rectifier Nonlinearities Improve Neural Network Acoustic Models (2013)"
    )
    order: ClassVar[int] = 30
    follows_from: ClassVar[frozenset[str]] = frozenset(
        {"diverged", "symmetry", "wrong_pair", "unscaled_inputs", "exploding_gradients"}
    )

    def examine(self, evidence: Evidence) -> Finding | None:
        """Look for layers most of whose units have a slope of 0 at every sample."""
        if evidence.skill >= SKILL or evidence.has_learned:
            return None
        states = evidence.observation.unit_states
        dead = {
            node.id: states[node.id] == DEAD
            for node, settings in evidence.hidden
            if settings.activation.elementwise
            and settings.activation.has_slope
            and not cures.saturates(settings)
        }
        shares = {name: float(units.mean()) for name, units in dead.items()}
        worst = [
            name for name, share in shares.items() if share >= (SHARE if evidence.epoch >= EPOCHS else 1.0)
        ]
        if not worst:
            return None
        nodes = {node.id: node for node, _ in evidence.hidden}
        most = max(worst, key=lambda name: shares[name])
        units = {name: [int(unit) for unit in dead[name].nonzero()[0]] for name in worst}
        return Finding(
            "fault",
            f"{len(units[most])} of the {dead[most].size} units of {evidence.name_of(nodes[most])} are off for every "
            f"sample ({percent(shares[most])}).",
            tuple(worst),
            units,
            (Measured("Share of dead units", shares[most], SHARE),),
            self.cures(evidence),
        )

    def cures(self, evidence: Evidence) -> tuple[Cure, ...]:
        """Return an activation that keeps a slope, smaller steps, and a start in which units are on."""
        spec, nodes = evidence.network.spec, [node for node, _ in evidence.hidden]
        slower = float(f"{spec.optimizer.learning_rate / 30:.1g}")
        restart = cures.units(nodes, initializer="he_normal", bias_initializer="zeros")
        leaky = cures.units(nodes, activation="leaky_relu", initializer="he_normal", bias_initializer="zeros")
        return (
            Cure(
                f"Learning rate {slower:g}, and start again",
                (("optimizer.learning_rate", slower), *restart),
                reset=True,
            ),
            Cure(
                f"Leaky ReLU, and learning rate {slower:g}",
                (*leaky, ("optimizer.learning_rate", slower)),
                reset=True,
            ),
        )
