"""Layer normalization."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from engine.concepts import parameter
from engine.layers.layer import RandomSource
from engine.layers.normalization import Normalization
from engine.layers.operations import NormalizingBySample, Operation
from engine.layers.shape import Shape, features_in

if TYPE_CHECKING:
    from torch.nn import Module


class LayerNorm(Normalization):
    """Brings the values of all units, for each sample by itself, to mean 0 and variance 1."""

    kind: Literal["layer_norm"] = "layer_norm"
    title: ClassVar[str] = "Layer normalization"
    formula: ClassVar[str] = (
        r"a_{ij} = \gamma_j \frac{x_{ij} - \mu_i}{\sqrt{\sigma_i^2 + \epsilon}} + \beta_j, \quad "
        r"\mu_i, \sigma_i^2 \text{ over the units } j \text{ of the layer}"
    )
    explanation: ClassVar[str] = (
        "Takes the mean over all units of the layer away and divides by their standard deviation, for each sample "
        "by itself. What remains is how the units compare with each other. A learned scale γ and shift β follow. "
        "No other sample has a say, so it does the same when training and when testing, with any batch size."
    )
    use_when: ClassVar[str] = "Deep networks with small batches, and networks over sequences."
    avoid_when: ClassVar[str] = (
        "Layers of one or two units: of one nothing is left, of two only which is the larger."
    )
    source: ClassVar[str] = "Ba, Kiros and Hinton, Layer Normalization (2016), equations 3 and 4"
    order: ClassVar[int] = 35

    epsilon: float = parameter(
        1e-5,
        title="Epsilon",
        description="Added to the variance, so that equal units do not divide by zero.",
        low=1e-8,
        high=1.0,
        scale="log",
        live=True,
    )

    def multiply_adds(self, inputs: Shape) -> int:
        """Return three for each unit: its square for the variance, the division, and scale with shift."""
        return 3 * features_in(inputs, self.title)

    def operations(self, inputs: Shape) -> tuple[Operation, ...]:
        """Return one operation."""
        return (NormalizingBySample(features_in(inputs, self.title), self.epsilon),)

    def torch(self, inputs: Shape, randomness: RandomSource) -> Module:
        """Return a module that normalizes each sample."""
        from engine.layers.torch_layer_norm import LayerNormModule

        return LayerNormModule(features_in(inputs, self.title), self.epsilon)
