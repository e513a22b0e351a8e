"""What the normalizing layers have in common: a scale and a shift for each unit."""

from __future__ import annotations

from engine.initializers.constant import Constant
from engine.initializers.initializer import Initializer
from engine.layers.layer import Layer, ParameterPlan
from engine.layers.shape import Shape, features_in


class Normalization(Layer):
    """A layer that gives every value its place among others, then scales and shifts it as it has learned to."""

    def output_shape(self, inputs: Shape) -> Shape:
        """Return the shape unchanged."""
        features_in(inputs, self.title)
        return inputs

    def parameters(self, inputs: Shape) -> tuple[ParameterPlan, ...]:
        """Return scale and shift, each (features); they start at 1 and 0."""
        units = features_in(inputs, self.title)
        return (per_unit("scale", units, 1.0), per_unit("shift", units, 0.0))


def per_unit(name: str, units: int, first: float, learned: bool = True) -> ParameterPlan:
    """Return the plan of one number for each unit, all of which start at ``first``."""
    starts: Initializer = Constant(value=first)
    return ParameterPlan(name, (units,), ("features",), starts, units, units, learned)
