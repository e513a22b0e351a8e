"""The elastic net penalty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32, parameter
from engine.regularizers.regularizer import Regularizer

if TYPE_CHECKING:
    from torch import Tensor


class Elastic(Regularizer):
    """The sum of the absolute weights and the sum of the squared ones, each at a rate of its own."""

    kind: Literal["elastic"] = "elastic"
    l1_rate: float = parameter(
        0.001,
        title="L1 rate",
        description="What one unit of weight costs; this part drives weights to zero.",
        low=0.0,
        high=10.0,
        scale="log",
        live=True,
    )
    l2_rate: float = parameter(
        0.001,
        title="L2 rate",
        description="What a weight of 1 costs by its square; this part keeps the large ones down.",
        low=0.0,
        high=10.0,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "Elastic net"
    formula: ClassVar[str] = r"R = \lambda_1 \sum_{i} |w_i| + \lambda_2 \sum_{i} w_i^2"
    explanation: ClassVar[str] = (
        "L1 and L2 at once. The first drives weights that are of little use to zero, the second keeps the others "
        "modest and lets inputs that say nearly the same share the work, where L1 alone would keep one of them at "
        "random."
    )
    use_when: ClassVar[str] = "You want a sparse network although some inputs say nearly the same."
    avoid_when: ClassVar[str] = "One of the two is enough: two rates are harder to choose than one."
    source: ClassVar[str] = "Zou and Hastie, Regularization and Variable Selection (2005), equation 3"
    order: ClassVar[int] = 30

    def constants(self) -> tuple[float, float]:
        """Return the two rates."""
        return (self.l1_rate, self.l2_rate)

    @staticmethod
    def value(w: Any, c0: Any, c1: Any) -> Any:
        """Return l1_rate · |w| + l2_rate · w²."""
        return c0 * abs(w) + c1 * w * w

    @staticmethod
    def derivative(w: Any, c0: Any, c1: Any) -> Any:
        """Return l1_rate with the sign of w (0 where w is 0) + 2 l2_rate · w."""
        return (c0 if w > F32(0) else (-c0 if w < F32(0) else F32(0))) + F32(2) * c1 * w

    def torch(self, weight: Tensor) -> Tensor:
        """Return l1_rate · Σ|w| + l2_rate · Σw²."""
        return self.l1_rate * weight.abs().sum() + self.l2_rate * weight.square().sum()
