"""Normal around zero."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.concepts import parameter
from engine.initializers.distribution import Distribution, Normally
from engine.initializers.initializer import Initializer


class Normal(Initializer):
    """Values follow a bell curve around zero."""

    kind: Literal["normal"] = "normal"
    standard_deviation: float = parameter(
        0.3,
        title="Standard deviation",
        description="How wide the values spread: two thirds of them lie within this distance of zero.",
        low=0.0,
        high=10.0,
        step=0.05,
    )
    title: ClassVar[str] = "Normal"
    formula: ClassVar[str] = r"w \sim \mathcal{N}(0, \sigma^2)"
    explanation: ClassVar[str] = (
        "Draws every value from a bell curve around zero, so small ones are common and large ones rare. Too "
        "narrow, and a deep network starts with signals that fade away; too wide, and its units start "
        "saturated."
    )
    use_when: ClassVar[str] = "To see in a deep network what the size of the first weights does."
    avoid_when: ClassVar[str] = (
        "You do not want to tune the width for every layer: Glorot and He do it for you."
    )
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 8.4"
    order: ClassVar[int] = 40

    def distribution(self, fan_in: int, fan_out: int) -> Distribution:
        """Return the bell curve."""
        return Normally(self.standard_deviation)
