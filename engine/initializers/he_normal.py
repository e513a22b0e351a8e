"""He's normal initialization."""

from __future__ import annotations

from math import sqrt
from typing import ClassVar, Literal

from engine.initializers.distribution import Distribution, Normally
from engine.initializers.initializer import Initializer


class HeNormal(Initializer):
    """Normal, as wide as keeps the signal of ReLU units at one size."""

    kind: Literal["he_normal"] = "he_normal"
    title: ClassVar[str] = "He normal"
    formula: ClassVar[str] = r"w \sim \mathcal{N}\left(0, \frac{2}{n_{\text{in}}}\right)"
    explanation: ClassVar[str] = (
        "A bell curve made for ReLU units: each of them is off half of the time and passes on half of the "
        "signal, so its weights are wider by the root of 2 to make good for it."
    )
    use_when: ClassVar[str] = (
        "The first choice for ReLU, leaky ReLU and ELU, the more so the deeper the network."
    )
    avoid_when: ClassVar[str] = (
        "Tanh and sigmoid units: they would start closer to saturation than they need to."
    )
    source: ClassVar[str] = "He et al., Delving Deep into Rectifiers (2015), equation 10"
    order: ClassVar[int] = 80

    def distribution(self, fan_in: int, fan_out: int) -> Distribution:
        """Return the bell curve of variance 2 / fan_in."""
        return Normally(sqrt(2 / fan_in))
