"""All zeros."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.initializers.distribution import Always, Distribution
from engine.initializers.initializer import Initializer


class Zeros(Initializer):
    """Every value starts at zero."""

    kind: Literal["zeros"] = "zeros"
    title: ClassVar[str] = "Zeros"
    formula: ClassVar[str] = r"w = 0"
    explanation: ClassVar[str] = (
        "Every value starts at zero. That is right for biases. Where all weights of a network start so, the units of "
        "a layer stay equal for ever: they get the same gradient, change in the same way and never take on different "
        "jobs. Random weights in the layer behind them are enough to make them differ."
    )
    use_when: ClassVar[str] = "Biases; or to show why weights must start different from each other."
    avoid_when: ClassVar[str] = (
        "All weights of a network with hidden layers: with tanh or ReLU units nothing moves."
    )
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 8.4"
    order: ClassVar[int] = 10

    def distribution(self, fan_in: int, fan_out: int) -> Distribution:
        """Return 0."""
        return Always(0.0)
