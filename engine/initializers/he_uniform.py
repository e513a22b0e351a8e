"""He's uniform initialization."""

from __future__ import annotations

from math import sqrt
from typing import ClassVar, Literal

from engine.initializers.distribution import Distribution, Uniformly
from engine.initializers.initializer import Initializer


class HeUniform(Initializer):
    """Uniform, as wide as keeps the signal of ReLU units at one size."""

    kind: Literal["he_uniform"] = "he_uniform"
    title: ClassVar[str] = "He uniform"
    formula: ClassVar[str] = r"w \sim \mathcal{U}(-r, r), \quad r = \sqrt{\frac{6}{n_{\text{in}}}}"
    explanation: ClassVar[str] = (
        "A ReLU unit is off half of the time and so passes on half of the signal. These weights are wider by "
        "the root of 2 to make good for it, so even a deep network starts with signals of the right size."
    )
    use_when: ClassVar[str] = "ReLU and its relatives, as an alternative to the normal form."
    avoid_when: ClassVar[str] = (
        "Tanh and sigmoid units: they would start closer to saturation than they need to."
    )
    source: ClassVar[str] = "He et al., Delving Deep into Rectifiers (2015), equation 10"
    order: ClassVar[int] = 70

    def distribution(self, fan_in: int, fan_out: int) -> Distribution:
        """Return the uniform distribution of variance 2 / fan_in."""
        bound = sqrt(6 / fan_in)
        return Uniformly(-bound, bound)
