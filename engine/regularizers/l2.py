"""The L2 penalty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32, parameter
from engine.regularizers.regularizer import Regularizer

if TYPE_CHECKING:
    from torch import Tensor


class L2(Regularizer):
    """The sum of the squared weights."""

    kind: Literal["l2"] = "l2"
    rate: float = parameter(
        0.001,
        title="Rate",
        description="What a weight of 1 costs. Too much, and the network stays nearly flat.",
        low=0.0,
        high=10.0,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "L2"
    formula: ClassVar[str] = r"R = \lambda \sum_{i} w_i^2"
    explanation: ClassVar[str] = (
        "Charges every weight by its square: large weights cost dearly, small ones next to nothing. The network "
        "spreads its work over many modest weights, and its borders become smooth."
    )
    use_when: ClassVar[str] = "The network learns the noise of its training samples by heart."
    avoid_when: ClassVar[str] = "The network is too small already, or you want weights of exactly zero."
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.1.1"
    order: ClassVar[int] = 20

    def constants(self) -> tuple[float, float]:
        """Return the rate."""
        return (self.rate, 0.0)

    @staticmethod
    def value(w: Any, c0: Any, c1: Any) -> Any:
        """Return rate · w²."""
        return c0 * w * w

    @staticmethod
    def derivative(w: Any, c0: Any, c1: Any) -> Any:
        """Return 2 rate · w."""
        return F32(2) * c0 * w

    def torch(self, weight: Tensor) -> Tensor:
        """Return rate · Σw²."""
        return self.rate * weight.square().sum()
