"""Mish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32
from engine.concepts.scalar import exp

if TYPE_CHECKING:
    from torch import Tensor

LARGEST = 20.0
"""Beyond this sum tanh(softplus(z)) is 1 in float32; eᶻ is kept from overflowing."""
LOWEST = -0.30885
"""The output at its lowest point, z = −1.1925, rounded down."""


class Mish(Activation):
    """Each sum times the tanh of its own softplus."""

    kind: Literal["mish"] = "mish"
    title: ClassVar[str] = "Mish"
    formula: ClassVar[str] = r"a = z \tanh\left(\ln(1 + e^{z})\right)"
    explanation: ClassVar[str] = (
        "A close relative of SiLU: each sum is multiplied by a smooth gate, here the tanh of its softplus. It dips "
        "to −0.31 on the negative side, and for positive sums reaches the straight line sooner than SiLU does."
    )
    use_when: ClassVar[str] = "You would use SiLU; the two rarely differ by much."
    avoid_when: ClassVar[str] = "Every operation counts: it is among the most costly of all."
    source: ClassVar[str] = "Misra, Mish: A Self Regularized Non-Monotonic Activation (2020), equation 1"
    order: ClassVar[int] = 66

    def bounds(self) -> tuple[float, None]:
        """Return the lowest output, and no upper bound."""
        return (LOWEST, None)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return z w / (w + 2) with w = eᶻ (eᶻ + 2), which is z tanh(ln(1 + eᶻ))."""
        power = exp(min(z, F32(LARGEST)))
        w = power * (power + F32(2))
        return z * (w / (w + F32(2)))

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return the gate w / (w + 2) plus z times its slope, 4 eᶻ (eᶻ + 1) / (w + 2)²."""
        power = exp(min(z, F32(LARGEST)))
        w = power * (power + F32(2))
        share = F32(1) / (w + F32(2))
        return share * (w + z * F32(4) * power * (power + F32(1)) * share)

    def torch(self, z: Tensor) -> Tensor:
        """Return z tanh(ln(1 + eᶻ))."""
        from torch.nn.functional import mish

        return mish(z)
