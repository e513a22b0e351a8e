"""A learning rate that falls in steps."""

from __future__ import annotations

import math
from typing import Any, ClassVar, Literal

from engine.concepts import parameter
from engine.schedules.schedule import Schedule


class Step(Schedule):
    """The learning rate is multiplied by a factor every so many epochs."""

    kind: Literal["step"] = "step"
    every: int = parameter(
        100,
        title="Every",
        description="After how many epochs the learning rate falls again.",
        low=1,
        high=100_000,
        scale="log",
        unit="epochs",
        live=True,
    )
    factor: float = parameter(
        0.5,
        title="Factor",
        description="What the learning rate is multiplied by each time.",
        above=0.0,
        high=1.0,
        step=0.05,
        live=True,
    )
    title: ClassVar[str] = "Steps"
    formula: ClassVar[str] = r"\eta_t = \eta \, \gamma^{\lfloor t / s \rfloor}"
    explanation: ClassVar[str] = (
        "Stays constant for a while, then falls at once, again and again. The loss curve often shows a sharp drop "
        "just after a step: the shorter steps settle into the valley that the longer ones kept jumping across."
    )
    use_when: ClassVar[str] = "You know after about how many epochs the loss stops falling."
    avoid_when: ClassVar[str] = "You do not: a step too early slows everything that comes after it."
    source: ClassVar[str] = "He et al., Deep Residual Learning (2016), section 3.4"
    order: ClassVar[int] = 20
    picture_epochs: ClassVar[int] = 400

    def constants(self) -> tuple[float, float, float]:
        """Return the epochs between two steps, and the factor."""
        return (float(self.every), self.factor, 0.0)

    @staticmethod
    def multiplier(epoch: Any, epochs: Any, reduced: Any, c0: Any, c1: Any, c2: Any) -> Any:
        """Return the factor to the power of the steps so far."""
        return c1 ** math.floor(epoch / c0)
