"""The L1 penalty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32, parameter
from engine.regularizers.regularizer import Regularizer

if TYPE_CHECKING:
    from torch import Tensor


class L1(Regularizer):
    """The sum of the absolute weights."""

    kind: Literal["l1"] = "l1"
    rate: float = parameter(
        0.001,
        title="Rate",
        description="What one unit of weight costs. Too much, and every weight goes to zero.",
        low=0.0,
        high=10.0,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "L1"
    formula: ClassVar[str] = r"R = \lambda \sum_{i} |w_i|"
    explanation: ClassVar[str] = (
        "Charges every weight in proportion to its size, so all are pushed towards zero equally hard. Weights that "
        "are of little use end near zero and the few that matter remain: the network becomes sparse."
    )
    use_when: ClassVar[str] = "You want to see which inputs and connections are really needed."
    avoid_when: ClassVar[str] = "Many inputs say nearly the same: one of them is kept at random."
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.1.2"
    order: ClassVar[int] = 10

    def constants(self) -> tuple[float, float]:
        """Return the rate."""
        return (self.rate, 0.0)

    @staticmethod
    def value(w: Any, c0: Any, c1: Any) -> Any:
        """Return rate · |w|."""
        return c0 * abs(w)

    @staticmethod
    def derivative(w: Any, c0: Any, c1: Any) -> Any:
        """Return the rate with the sign of w, 0 where w is 0."""
        return c0 if w > F32(0) else (-c0 if w < F32(0) else F32(0))

    def torch(self, weight: Tensor) -> Tensor:
        """Return rate · Σ|w|."""
        return self.rate * weight.abs().sum()
