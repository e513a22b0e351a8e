"""The scaled exponential linear unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32
from engine.concepts.scalar import exp

if TYPE_CHECKING:
    from torch import Tensor

SCALE = 1.0507009873554805
"""λ, the slope of the positive side."""
DEPTH = SCALE * 1.6732632423543772
"""λα, how far below zero the output can go."""


class Selu(Activation):
    """An ELU whose two constants keep the outputs of every layer at mean 0 and variance 1."""

    kind: Literal["selu"] = "selu"
    title: ClassVar[str] = "SELU"
    formula: ClassVar[str] = (
        r"a = \lambda \begin{cases} z & z > 0 \\ \alpha (e^{z} - 1) & z \le 0 \end{cases}, \quad "
        r"\lambda \approx 1.0507, \; \alpha \approx 1.6733"
    )
    explanation: ClassVar[str] = (
        "An ELU with two constants that were worked out rather than chosen: when a layer's inputs have mean 0 and "
        "variance 1, so have its outputs, and small deviations shrink from layer to layer. A deep network so keeps "
        "signals and gradients at one size without normalization layers."
    )
    use_when: ClassVar[str] = (
        "Deep networks of dense layers, with LeCun normal weights and standardized inputs."
    )
    avoid_when: ClassVar[str] = (
        "Other initializers or plain dropout: the balance that it was made for is then lost."
    )
    source: ClassVar[str] = "Klambauer et al., Self-Normalizing Neural Networks (2017), equation 2"
    order: ClassVar[int] = 62

    def bounds(self) -> tuple[float, None]:
        """Return −λα, and no upper bound."""
        return (-DEPTH, None)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return λ z where z is positive, else λ α (eᶻ − 1)."""
        return F32(SCALE) * z if z > F32(0) else F32(DEPTH) * (exp(min(z, F32(0))) - F32(1))

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return λ where z is positive, else λ α eᶻ, which is a + λ α."""
        return F32(SCALE) if z > F32(0) else a + F32(DEPTH)

    def torch(self, z: Tensor) -> Tensor:
        """Return λ z where z is positive, else λ α (eᶻ − 1)."""
        from torch.nn.functional import selu

        return selu(z)
