"""Softplus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32
from engine.concepts.scalar import exp, softplus

if TYPE_CHECKING:
    from torch import Tensor


class Softplus(Activation):
    """A ReLU with its corner rounded off."""

    kind: Literal["softplus"] = "softplus"
    title: ClassVar[str] = "Softplus"
    formula: ClassVar[str] = r"a = \ln(1 + e^{z})"
    explanation: ClassVar[str] = (
        "A ReLU whose corner has been rounded off: nearly 0 for very negative sums, nearly the sum itself for large "
        "ones, and 0.69 at zero. Its slope is the sigmoid of the sum, so it is never exactly 0 and a unit never "
        "dies. The output is always above 0."
    )
    use_when: ClassVar[str] = "You want smooth borders, or an output that can only be positive."
    avoid_when: ClassVar[str] = (
        "Hidden layers, as a rule: outputs are never near zero on average, and ReLU trains no worse."
    )
    source: ClassVar[str] = (
        "Dugas et al., Incorporating Second-Order Functional Knowledge (2001); "
        "Glorot, Bordes and Bengio (2011), section 3.1"
    )
    order: ClassVar[int] = 45

    def bounds(self) -> tuple[float, None]:
        """Return 0, and no upper bound."""
        return (0.0, None)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return ln(1 + eᶻ)."""
        return softplus(z)

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return 1 − e⁻ᵃ, which is 1 / (1 + e⁻ᶻ)."""
        return F32(1) - exp(-a)

    def torch(self, z: Tensor) -> Tensor:
        """Return ln(1 + eᶻ)."""
        from torch.nn.functional import softplus as torch_softplus

        return torch_softplus(z)
