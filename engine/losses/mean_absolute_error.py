"""Mean absolute error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32
from engine.losses.loss import Loss

if TYPE_CHECKING:
    from torch import Tensor


class MeanAbsoluteError(Loss):
    """The distance from the target, averaged over the outputs."""

    kind: Literal["mean_absolute_error"] = "mean_absolute_error"
    title: ClassVar[str] = "Mean absolute error"
    formula: ClassVar[str] = r"L = \frac{1}{K} \sum_{k=1}^{K} |a_k - t_k|"
    explanation: ClassVar[str] = (
        "Takes the distance between prediction and target as it is. Every sample pulls equally hard however far "
        "off it is, so outliers count little. It is smallest where the prediction is the median of the targets."
    )
    use_when: ClassVar[str] = (
        "Regression with outliers, or when an error should be in the unit of the target."
    )
    avoid_when: ClassVar[str] = (
        "You want a calm finish: the pull does not get weaker near the target, so the last steps jump to and fro."
    )
    source: ClassVar[str] = (
        "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), section 10.6"
    )
    order: ClassVar[int] = 40
    tasks: ClassVar[tuple[str, ...]] = ("regression",)
    mean_over_outputs: ClassVar[bool] = True

    @staticmethod
    def value(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return |a − t|."""
        return abs(a - t)

    @staticmethod
    def derivative(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return the sign of a − t, 0 where they are equal."""
        return F32(1) if a > t else (F32(-1) if a < t else F32(0))

    def torch(self, a: Tensor, t: Tensor) -> Tensor:
        """Return the loss of each sample."""
        return (a - t).abs().mean(1)
