"""What the optimizer keeps in mind."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.probes.probe import Payload, Probe
from engine.subject import Subject
from engine.trainers.trainer import Array


class OptimizerState(Probe):
    """The optimizer's state for every parameter, and how far it would move each one next."""

    kind: Literal["optimizer"] = "optimizer"
    title: ClassVar[str] = "Optimizer state"
    formula: ClassVar[str] = r"\Delta w = -\eta \, u(g, m, v)"
    explanation: ClassVar[str] = (
        "The numbers that the optimizer remembers for each weight and bias, such as a velocity or the average of the "
        "squared gradient, and the step that it would take next along the gradient of all training samples. Where "
        "steps differ much more or less than gradients do, that is the optimizer's doing."
    )
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), sections 8.3 to 8.5"
    order: ClassVar[int] = 45
    view: ClassVar[str] = "optimizer"
    pause: ClassVar[float] = 0.05

    def measure(self, subject: Subject) -> Payload:
        """Return each slot and the next step by node and parameter, in the parameters' shapes."""
        trainer = subject.trainer
        slots, steps = trainer.slots(), subject.observation.next_step
        nodes: dict[str, dict[str, dict[str, Array]]] = {}
        for name, step in steps.items():
            node, _, parameter = name.rpartition(".")
            nodes.setdefault(node, {})[parameter] = {**slots[name], "step": step}
        return {
            "nodes": nodes,
            "slots": list(subject.network.spec.optimizer.slots),
            "learning_rate": trainer.learning_rate,
        }
