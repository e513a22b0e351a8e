"""Glorot's uniform initialization."""

from __future__ import annotations

from math import sqrt
from typing import ClassVar, Literal

from engine.initializers.distribution import Distribution, Uniformly
from engine.initializers.initializer import Initializer


class GlorotUniform(Initializer):
    """Uniform, as wide as keeps signals and gradients at one size from layer to layer."""

    kind: Literal["glorot_uniform"] = "glorot_uniform"
    title: ClassVar[str] = "Glorot uniform"
    formula: ClassVar[str] = (
        r"w \sim \mathcal{U}(-r, r), \quad r = \sqrt{\frac{6}{n_{\text{in}} + n_{\text{out}}}}"
    )
    explanation: ClassVar[str] = (
        "Chooses the width from the numbers of inputs and outputs of the layer, so that signals keep their size "
        "on the way forward and gradients on the way back. Also known as Xavier initialization."
    )
    use_when: ClassVar[str] = "The first choice for tanh, sigmoid and linear units."
    avoid_when: ClassVar[str] = (
        "ReLU units: they halve the signal in each layer, which He initialization makes good for."
    )
    source: ClassVar[str] = "Glorot and Bengio, Understanding the Difficulty of Training (2010), equation 16"
    order: ClassVar[int] = 50

    def distribution(self, fan_in: int, fan_out: int) -> Distribution:
        """Return the uniform distribution of variance 2 / (fan_in + fan_out)."""
        bound = sqrt(6 / (fan_in + fan_out))
        return Uniformly(-bound, bound)
