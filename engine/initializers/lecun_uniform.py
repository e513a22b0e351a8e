"""LeCun's uniform initialization."""

from __future__ import annotations

from math import sqrt
from typing import ClassVar, Literal

from engine.initializers.distribution import Distribution, Uniformly
from engine.initializers.initializer import Initializer


class LecunUniform(Initializer):
    """Uniform, as wide as lets the sums of a layer have the size of its inputs."""

    kind: Literal["lecun_uniform"] = "lecun_uniform"
    title: ClassVar[str] = "LeCun uniform"
    formula: ClassVar[str] = r"w \sim \mathcal{U}(-r, r), \quad r = \sqrt{\frac{3}{n_{\text{in}}}}"
    explanation: ClassVar[str] = (
        "The more inputs a unit has, the narrower the interval from which its weights come, so that its sum has "
        "variance 1 when its inputs have. This was the first of the rules that take the size of a layer into "
        "account; Glorot's and He's are refinements of it."
    )
    use_when: ClassVar[str] = "Tanh and SELU units, as an alternative to the normal form."
    avoid_when: ClassVar[str] = (
        "ReLU units, which halve the signal in each layer: take He's, twice the variance."
    )
    source: ClassVar[str] = "LeCun et al., Efficient BackProp (1998), equation 16"
    order: ClassVar[int] = 82

    def distribution(self, fan_in: int, fan_out: int) -> Distribution:
        """Return the uniform distribution of variance 1 / fan_in."""
        bound = sqrt(3 / fan_in)
        return Uniformly(-bound, bound)
