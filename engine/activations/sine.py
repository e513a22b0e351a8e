"""The sine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts.scalar import cos, sin

if TYPE_CHECKING:
    from torch import Tensor


class Sine(Activation):
    """A wave: the output rises and falls for ever as the sum grows."""

    kind: Literal["sine"] = "sine"
    title: ClassVar[str] = "Sine"
    formula: ClassVar[str] = r"a = \sin(z)"
    explanation: ClassVar[str] = (
        "A wave between −1 and 1. A single unit can draw many stripes, so few units do for patterns that repeat. "
        "The price: the loss has many valleys, and where a training ends depends on the first weights more than "
        "with any S-curve. Far from the samples the network goes on waving instead of leveling off."
    )
    use_when: ClassVar[str] = "Patterns that repeat or are rich in detail, such as spirals and pictures."
    avoid_when: ClassVar[str] = "The network must behave calmly between and beyond its samples."
    source: ClassVar[str] = (
        "Sitzmann et al., Implicit Neural Representations with Periodic Activation Functions (2020), section 3"
    )
    order: ClassVar[int] = 75

    def bounds(self) -> tuple[float, float]:
        """Return −1 and 1."""
        return (-1.0, 1.0)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return sin(z)."""
        return sin(z)

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return cos(z)."""
        return cos(z)

    def torch(self, z: Tensor) -> Tensor:
        """Return sin(z)."""
        return z.sin()
