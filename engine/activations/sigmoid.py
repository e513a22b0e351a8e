"""The logistic function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32
from engine.concepts.scalar import sigmoid

if TYPE_CHECKING:
    from torch import Tensor


class Sigmoid(Activation):
    """The logistic function, an S-curve between 0 and 1."""

    kind: Literal["sigmoid"] = "sigmoid"
    title: ClassVar[str] = "Sigmoid"
    formula: ClassVar[str] = r"a = \sigma(z) = \frac{1}{1 + e^{-z}}"
    explanation: ClassVar[str] = (
        "An S-shaped curve from 0 to 1, which can be read as a probability. It is steepest at 0, with a slope of "
        "only 0.25: each layer that the gradient passes on its way back makes it at least four times smaller, "
        "unless large weights make good for it."
    )
    use_when: ClassVar[str] = "The output of a network that tells two classes apart."
    avoid_when: ClassVar[str] = (
        "Hidden layers of a deep network: the gradient fades before it reaches the first."
    )
    source: ClassVar[str] = "Rumelhart, Hinton and Williams, Learning Representations (1986), equation 2"
    order: ClassVar[int] = 20

    def bounds(self) -> tuple[float, float]:
        """Return 0 and 1."""
        return (0.0, 1.0)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return 1 / (1 + e⁻ᶻ)."""
        return sigmoid(z)

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return a (1 − a)."""
        return a * (F32(1) - a)

    def torch(self, z: Tensor) -> Tensor:
        """Return 1 / (1 + e⁻ᶻ)."""
        return z.sigmoid()
