"""The hyperbolic tangent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32
from engine.concepts.scalar import tanh

if TYPE_CHECKING:
    from torch import Tensor


class Tanh(Activation):
    """The hyperbolic tangent, an S-curve through the origin between −1 and 1."""

    kind: Literal["tanh"] = "tanh"
    title: ClassVar[str] = "Tanh"
    formula: ClassVar[str] = r"a = \tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}"
    explanation: ClassVar[str] = (
        "An S-shaped curve from −1 to 1 through the origin. Small sums pass almost unchanged, large ones are "
        "squashed. Its outputs are centered on zero, which keeps the next layer's gradients balanced."
    )
    use_when: ClassVar[str] = "Small and middle-sized networks on smooth problems such as the two spirals."
    avoid_when: ClassVar[str] = (
        "Very deep networks: where units saturate, the slope and so the gradient vanish."
    )
    source: ClassVar[str] = "LeCun et al., Efficient BackProp (1998), section 4.4"
    order: ClassVar[int] = 30

    def bounds(self) -> tuple[float, float]:
        """Return −1 and 1."""
        return (-1.0, 1.0)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return tanh(z)."""
        return tanh(z)

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return 1 − a²."""
        return F32(1) - a * a

    def torch(self, z: Tensor) -> Tensor:
        """Return tanh(z)."""
        return z.tanh()
