"""The fully connected layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from engine.concepts import parameter
from engine.initializers.constant import Constant
from engine.layers.layer import Layer, ParameterPlan, RandomSource
from engine.layers.operations import Affine, Operation
from engine.layers.shape import Shape, features_in, features_shape
from engine.layers.units import UnitSettings

if TYPE_CHECKING:
    from torch.nn import Module


class Dense(UnitSettings, Layer):
    """Every unit sees every input: a = f(W x + b)."""

    kind: Literal["dense"] = "dense"
    title: ClassVar[str] = "Dense"
    formula: ClassVar[str] = r"\mathbf{a} = f(W \mathbf{x} + \mathbf{b})"
    explanation: ClassVar[str] = (
        "Every unit takes a weighted sum of all inputs, adds its bias and applies the activation. Stacked, such "
        "layers can bend the plane into any shape."
    )
    use_when: ClassVar[str] = "Inputs are a handful of numbers without order, as in a table."
    avoid_when: ClassVar[str] = (
        "Inputs are images or sequences, where a layer that shares weights learns faster."
    )
    source: ClassVar[str] = "Rosenblatt, The Perceptron (1958); Rumelhart, Hinton and Williams (1986)"
    order: ClassVar[int] = 10

    units: int = parameter(
        4, title="Units", description="How many units (neurons) the layer has.", low=1, high=64, step=1
    )

    def output_shape(self, inputs: Shape) -> Shape:
        """Return (features: units)."""
        features_in(inputs, "A dense layer")
        return features_shape(self.units)

    def parameters(self, inputs: Shape) -> tuple[ParameterPlan, ...]:
        """Return weight (out_features, in_features), bias (out_features) and what the activation learns."""
        fans = (inputs[0].size, self.units)
        weight = ParameterPlan(
            "weight", (self.units, inputs[0].size), ("out_features", "in_features"), self.initializer, *fans
        )
        bias = ParameterPlan("bias", (self.units,), ("out_features",), self.bias_initializer, *fans)
        learned = self.activation.learned
        if learned is None:
            return (weight, bias)
        first = Constant(value=self.activation.constants()[0])
        return (weight, bias, ParameterPlan(learned, (self.units,), ("out_features",), first, *fans))

    def multiply_adds(self, inputs: Shape) -> int:
        """Return units · inputs."""
        return self.units * inputs[0].size

    def unit_settings(self) -> UnitSettings:
        """Return the layer itself."""
        return self

    def value_range(self) -> tuple[float, float] | None:
        """Return the range of the activation, where it is bounded on both sides."""
        low, high = self.activation.bounds()
        return None if low is None or high is None else (low, high)

    def operations(self, inputs: Shape) -> tuple[Operation, ...]:
        """Return one affine operation."""
        return (
            Affine(
                inputs[0].size,
                self.units,
                self.activation,
                self.regularizer,
                self.constraint,
                self.frozen,
                self.pruned,
            ),
        )

    def torch(self, inputs: Shape, randomness: RandomSource) -> Module:
        """Return a linear module followed by the activation."""
        from engine.layers.torch_dense import DenseModule

        return DenseModule(inputs[0].size, self.units, self.activation, self.regularizer)
