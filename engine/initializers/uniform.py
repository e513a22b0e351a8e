"""Uniform between two bounds."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from engine.concepts import parameter
from engine.initializers.distribution import Distribution, Uniformly
from engine.initializers.initializer import Initializer


class Uniform(Initializer):
    """Every value between two bounds is equally likely."""

    kind: Literal["uniform"] = "uniform"
    low: float = parameter(
        -0.5,
        title="Low",
        description="The lowest value that can be drawn.",
        low=-10.0,
        high=10.0,
        step=0.1,
    )
    high: float = parameter(
        0.5,
        title="High",
        description="The highest value that can be drawn.",
        low=-10.0,
        high=10.0,
        step=0.1,
    )
    title: ClassVar[str] = "Uniform"
    formula: ClassVar[str] = r"w \sim \mathcal{U}(l, h)"
    explanation: ClassVar[str] = (
        "Draws every value between two bounds, all equally likely. The bounds do not know how large the layer "
        "is: many inputs then add up to large sums, and S-shaped units start saturated."
    )
    use_when: ClassVar[str] = "Small networks, and to see what the size of the first weights does."
    avoid_when: ClassVar[str] = "Wide or deep networks, where the size should follow from the layer."
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 8.4"
    order: ClassVar[int] = 30

    @model_validator(mode="after")
    def bounds_in_order(self) -> Self:
        """Refuse a low bound above the high one."""
        if self.low > self.high:
            raise ValueError("an interval whose low is at most its high")
        return self

    def distribution(self, fan_in: int, fan_out: int) -> Distribution:
        """Return the uniform distribution between the bounds."""
        return Uniformly(self.low, self.high)
