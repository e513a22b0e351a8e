"""A learning rate that decays."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from engine.concepts import parameter
from engine.schedules.schedule import Schedule


class Exponential(Schedule):
    """The learning rate falls by the same share in every epoch, evenly from step to step."""

    kind: Literal["exponential"] = "exponential"
    decay: float = parameter(
        0.99,
        title="Decay",
        description="What is left of the learning rate after each epoch.",
        above=0.0,
        high=1.0,
        step=0.001,
        live=True,
    )
    title: ClassVar[str] = "Exponential"
    formula: ClassVar[str] = r"\eta_t = \eta \, \gamma^{t}"
    explanation: ClassVar[str] = (
        "Every epoch keeps the same share of the learning rate, which so falls fast at first and ever more slowly "
        "later, but never reaches zero. With 0.99 it halves about every 69 epochs."
    )
    use_when: ClassVar[str] = "Training should calm down smoothly, and you do not know when it will end."
    avoid_when: ClassVar[str] = "Training is long: the learning rate may be next to nothing when it matters."
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 8.3.1"
    order: ClassVar[int] = 30
    picture_epochs: ClassVar[int] = 300

    def constants(self) -> tuple[float, float, float]:
        """Return the decay."""
        return (self.decay, 0.0, 0.0)

    @staticmethod
    def multiplier(epoch: Any, epochs: Any, reduced: Any, c0: Any, c1: Any, c2: Any) -> Any:
        """Return the decay to the power of the epochs."""
        return c0**epoch
