"""LeCun's normal initialization."""

from __future__ import annotations

from math import sqrt
from typing import ClassVar, Literal

from engine.initializers.distribution import Distribution, Normally
from engine.initializers.initializer import Initializer


class LecunNormal(Initializer):
    """Normal, as wide as lets the sums of a layer have the size of its inputs."""

    kind: Literal["lecun_normal"] = "lecun_normal"
    title: ClassVar[str] = "LeCun normal"
    formula: ClassVar[str] = r"w \sim \mathcal{N}\left(0, \frac{1}{n_{\text{in}}}\right)"
    explanation: ClassVar[str] = (
        "A bell curve that gets narrower the more inputs a unit has, so that its sum has variance 1 when its inputs "
        "have: units of an S-shape then start where their curve bends, neither flat nor saturated. It looks at the "
        "way forward only; Glorot's also looks at the way back."
    )
    use_when: ClassVar[str] = "SELU units, whose constants were worked out for it; also tanh."
    avoid_when: ClassVar[str] = (
        "ReLU units, which halve the signal in each layer: take He's, twice the variance."
    )
    source: ClassVar[str] = "LeCun et al., Efficient BackProp (1998), equation 16"
    order: ClassVar[int] = 84

    def distribution(self, fan_in: int, fan_out: int) -> Distribution:
        """Return the bell curve of variance 1 / fan_in."""
        return Normally(sqrt(1 / fan_in))
