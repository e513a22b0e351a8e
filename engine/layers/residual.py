"""The residual connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from annotated_types import MinLen

from engine.concepts import ListOf, parameter
from engine.initializers.glorot_uniform import GlorotUniform
from engine.layers.layer import Layer, ParameterPlan, RandomSource
from engine.layers.operations import Adding, Operation
from engine.layers.shape import Shape, features_in

if TYPE_CHECKING:
    from torch.nn import Module


class Residual(Layer):
    """Adds what some layers make of their inputs to those inputs."""

    kind: Literal["residual"] = "residual"
    title: ClassVar[str] = "Residual"
    formula: ClassVar[str] = (
        r"\mathbf{a} = \mathbf{x} + F(\mathbf{x}), \quad \text{or } W \mathbf{x} + F(\mathbf{x}) "
        r"\text{ where the sizes differ}"
    )
    explanation: ClassVar[str] = (
        "The inputs go two ways: through the layers inside, and past them. Both ends are added, so the layers inside "
        "learn only what is to be changed. On the way back the gradient comes past them whole, and reaches the first "
        "layers of a deep network however little of it passes through the layers. Where the inside gives another "
        "number of units, a learned matrix W brings the inputs to it."
    )
    use_when: ClassVar[str] = (
        "Deep networks, above all where gradients vanish: wrap each layer; pairs are too long for units that saturate."
    )
    avoid_when: ClassVar[str] = "A network of one or two layers, where there is nothing to shorten."
    source: ClassVar[str] = "He et al., Deep Residual Learning (2016), equations 1 and 2"
    order: ClassVar[int] = 40

    layers: Annotated[ListOf[Layer], MinLen(1)] = parameter(
        ({"kind": "dense"},),
        title="Layers inside",
        description="The layers whose result is added to what went into them.",
    )

    def body(self) -> tuple[Layer, ...]:
        """Return the layers inside."""
        return self.layers

    def output_shape(self, inputs: Shape) -> Shape:
        """Return what the last layer inside gives."""
        features_in(inputs, self.title)
        shape = inputs
        for layer in self.layers:
            shape = layer.output_shape(shape)
        return shape

    def parameters(self, inputs: Shape) -> tuple[ParameterPlan, ...]:
        """Return the projection (out_features, in_features) where the sizes differ, else nothing."""
        before, after = self._sizes(inputs)
        if before == after:
            return ()
        axes = ("out_features", "in_features")
        return (ParameterPlan("projection", (after, before), axes, GlorotUniform(), before, after),)

    def multiply_adds(self, inputs: Shape) -> int:
        """Return those of the projection; the sum itself has none."""
        before, after = self._sizes(inputs)
        return 0 if before == after else before * after

    def operations(self, inputs: Shape) -> tuple[Operation, ...]:
        """Return one operation with two sources."""
        return (Adding(*self._sizes(inputs)),)

    def torch(self, inputs: Shape, randomness: RandomSource) -> Module:
        """Return a module that adds its two sources."""
        from engine.layers.torch_residual import ResidualModule

        return ResidualModule(*self._sizes(inputs))

    def _sizes(self, inputs: Shape) -> tuple[int, int]:
        """Return how many features go in and come out."""
        return features_in(inputs, self.title), features_in(self.output_shape(inputs), self.title)
