"""The sigmoid-weighted linear unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32
from engine.concepts.scalar import exp

if TYPE_CHECKING:
    from torch import Tensor

LOWEST = -0.27847
"""The output at its lowest point, z = −1.2785, rounded down."""


class Silu(Activation):
    """Each sum times its own sigmoid; also called swish."""

    kind: Literal["silu"] = "silu"
    title: ClassVar[str] = "SiLU (swish)"
    formula: ClassVar[str] = r"a = z \, \sigma(z) = \frac{z}{1 + e^{-z}}"
    explanation: ClassVar[str] = (
        "Multiplies each sum by its own sigmoid: a smooth ReLU that dips a little below zero, to −0.28, before it "
        "fades out on the negative side. It is not monotone: from far left it first falls, then rises. The smooth "
        "dip lets some gradient through where a ReLU is dead."
    )
    use_when: ClassVar[str] = (
        "Hidden layers of deep networks, in place of ReLU; modern language models use it."
    )
    avoid_when: ClassVar[str] = "Every operation counts, or you want units that are exactly off."
    source: ClassVar[str] = (
        "Elfwing, Uchibe and Doya, Sigmoid-Weighted Linear Units (2018), section 2; "
        "Ramachandran, Zoph and Le, Searching for Activation Functions (2017)"
    )
    order: ClassVar[int] = 64

    def bounds(self) -> tuple[float, None]:
        """Return the lowest output, and no upper bound."""
        return (LOWEST, None)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return z / (1 + e⁻ᶻ)."""
        return z / (F32(1) + exp(-z))

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return σ + a (1 − σ), where σ = 1 / (1 + e⁻ᶻ)."""
        share = F32(1) / (F32(1) + exp(-z))
        return share + a * (F32(1) - share)

    def torch(self, z: Tensor) -> Tensor:
        """Return z / (1 + e⁻ᶻ)."""
        from torch.nn.functional import silu

        return silu(z)
