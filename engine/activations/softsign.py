"""Softsign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32

if TYPE_CHECKING:
    from torch import Tensor


class Softsign(Activation):
    """An S-curve between −1 and 1 that comes near its ends only slowly."""

    kind: Literal["softsign"] = "softsign"
    title: ClassVar[str] = "Softsign"
    formula: ClassVar[str] = r"a = \frac{z}{1 + |z|}"
    explanation: ClassVar[str] = (
        "An S-shaped curve from −1 to 1 through the origin, like tanh, but it approaches its ends far more slowly. "
        "A unit with a large sum is therefore never quite stuck: a little gradient is always left."
    )
    use_when: ClassVar[str] = "Tanh would do, but its units saturate."
    avoid_when: ClassVar[str] = "Outputs have to come close to −1 or 1: that takes very large weights."
    source: ClassVar[str] = "Glorot and Bengio, Understanding the Difficulty of Training (2010), section 3.3"
    order: ClassVar[int] = 70

    def bounds(self) -> tuple[float, float]:
        """Return −1 and 1."""
        return (-1.0, 1.0)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return z / (1 + |z|)."""
        return z / (F32(1) + abs(z))

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return 1 / (1 + |z|)²."""
        share = F32(1) / (F32(1) + abs(z))
        return share * share

    def torch(self, z: Tensor) -> Tensor:
        """Return z / (1 + |z|)."""
        return z / (1 + z.abs())
