"""Glorot's normal initialization."""

from __future__ import annotations

from math import sqrt
from typing import ClassVar, Literal

from engine.initializers.distribution import Distribution, Normally
from engine.initializers.initializer import Initializer


class GlorotNormal(Initializer):
    """Normal, as wide as keeps signals and gradients at one size from layer to layer."""

    kind: Literal["glorot_normal"] = "glorot_normal"
    title: ClassVar[str] = "Glorot normal"
    formula: ClassVar[str] = r"w \sim \mathcal{N}\left(0, \frac{2}{n_{\text{in}} + n_{\text{out}}}\right)"
    explanation: ClassVar[str] = (
        "A bell curve whose width follows from the numbers of inputs and outputs of the layer, so that signals "
        "and gradients keep their size through many layers. Now and then it draws a large weight, which the "
        "uniform form never does."
    )
    use_when: ClassVar[str] = "Tanh, sigmoid and linear units, as an alternative to the uniform form."
    avoid_when: ClassVar[str] = (
        "ReLU units: they halve the signal in each layer, which He initialization makes good for."
    )
    source: ClassVar[str] = "Glorot and Bengio, Understanding the Difficulty of Training (2010), equation 12"
    order: ClassVar[int] = 60

    def distribution(self, fan_in: int, fan_out: int) -> Distribution:
        """Return the bell curve of variance 2 / (fan_in + fan_out)."""
        return Normally(sqrt(2 / (fan_in + fan_out)))
