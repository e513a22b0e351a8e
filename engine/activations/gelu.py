"""The Gaussian error linear unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32
from engine.concepts.scalar import sigmoid

if TYPE_CHECKING:
    from torch import Tensor

SLOPE = 1.5957691216057308
"""2 √(2/π), so that ½ (1 + tanh u) becomes the sigmoid of 2 u."""
CUBIC = 0.044715
LOWEST = -0.17005
"""The output at its lowest point, z = −0.7525, rounded down."""


class Gelu(Activation):
    """Each sum times the chance that a bell curve stays below it, in the form with tanh."""

    kind: Literal["gelu"] = "gelu"
    title: ClassVar[str] = "GELU"
    formula: ClassVar[str] = (
        r"a = \frac{z}{2} \left(1 + \tanh\left[\sqrt{\frac{2}{\pi}} (z + 0.044715 z^3)\right]\right) "
        r"\approx z \, \Phi(z)"
    )
    explanation: ClassVar[str] = (
        "Weights each sum by the chance Φ(z) that a standard normal number is smaller: large sums pass, negative "
        "ones fade out, and in between the change is smooth, with a shallow dip to −0.17. Computed here with the "
        "authors' formula for tanh, which differs from the exact one by less than 0.001."
    )
    use_when: ClassVar[str] = (
        "Hidden layers of deep networks, above all transformers, where it is the standard."
    )
    avoid_when: ClassVar[str] = "Small networks, where ReLU or tanh do as well and are easier to follow."
    source: ClassVar[str] = (
        "Hendrycks and Gimpel, Gaussian Error Linear Units (2016), section 2, the approximation with tanh"
    )
    order: ClassVar[int] = 65

    def bounds(self) -> tuple[float, None]:
        """Return the lowest output, and no upper bound."""
        return (LOWEST, None)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return z σ(2u), where u = √(2/π) (z + 0.044715 z³)."""
        return z * sigmoid(F32(SLOPE) * z * (F32(1) + F32(CUBIC) * z * z))

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return σ + a (1 − σ) · d(2u)/dz, where σ = σ(2u)."""
        square = F32(CUBIC) * z * z
        share = sigmoid(F32(SLOPE) * z * (F32(1) + square))
        return share + a * (F32(1) - share) * F32(SLOPE) * (F32(1) + F32(3) * square)

    def torch(self, z: Tensor) -> Tensor:
        """Return the form with tanh."""
        from torch.nn.functional import gelu

        return gelu(z, approximate="tanh")
