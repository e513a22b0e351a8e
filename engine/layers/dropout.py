"""Dropout."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from engine.concepts import parameter
from engine.layers.layer import Layer, ParameterPlan, RandomSource
from engine.layers.operations import Dropping, Operation
from engine.layers.shape import Shape, size_of

if TYPE_CHECKING:
    from torch.nn import Module


class Dropout(Layer):
    """Switches off a random share of the values while training."""

    kind: Literal["dropout"] = "dropout"
    title: ClassVar[str] = "Dropout"
    formula: ClassVar[str] = r"\mathbf{a} = \frac{\mathbf{m} \odot \mathbf{x}}{1 - p}, \quad m_i \in \{0, 1\}"
    explanation: ClassVar[str] = (
        "In every training step a random share of the values is set to zero and the rest is scaled up to make "
        "good for it. No unit can rely on another, which works against overfitting. It is off when testing."
    )
    use_when: ClassVar[str] = "A large network learns its training samples by heart."
    avoid_when: ClassVar[str] = "Small networks, which need every unit they have."
    source: ClassVar[str] = "Srivastava et al., Dropout (2014), section 4"
    order: ClassVar[int] = 20

    rate: float = parameter(
        0.2,
        title="Rate",
        description="Share of the values that is switched off in each step.",
        low=0.0,
        high=0.9,
        step=0.05,
        live=True,
    )

    def output_shape(self, inputs: Shape) -> Shape:
        """Return the shape unchanged."""
        return inputs

    def parameters(self, inputs: Shape) -> tuple[ParameterPlan, ...]:
        """Return nothing: dropout learns nothing."""
        return ()

    def multiply_adds(self, inputs: Shape) -> int:
        """Return 0: nothing happens when the network is used."""
        return 0

    def operations(self, inputs: Shape) -> tuple[Operation, ...] | None:
        """Return one dropping operation for a plain vector."""
        return (Dropping(size_of(inputs), self.rate),) if len(inputs) == 1 else None

    def torch(self, inputs: Shape, randomness: RandomSource) -> Module:
        """Return a module that draws its masks from ``randomness``."""
        from engine.layers.torch_dropout import DropoutModule

        return DropoutModule(self.rate, randomness)
