"""Mean squared error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32, parameter
from engine.losses.loss import Loss

if TYPE_CHECKING:
    from torch import Tensor


class MeanSquaredError(Loss):
    """The squared distance from the target, averaged over the outputs."""

    kind: Literal["mean_squared_error"] = "mean_squared_error"
    half: bool = parameter(
        False,
        title="With ½",
        description=(
            "Whether the square is halved, so that the derivative is just the error. "
            "Losses and gradients are then half as large, as if the learning rate were halved."
        ),
    )
    title: ClassVar[str] = "Mean squared error"
    formula: ClassVar[str] = (
        r"L = \frac{c}{K} \sum_{k=1}^{K} (a_k - t_k)^2, \quad c = 1 \text{ or } \frac{1}{2}"
    )
    explanation: ClassVar[str] = (
        "Squares the distance between prediction and target. An error twice as large costs four times as much, so "
        "a few far-off samples pull hard. It is smallest where the prediction is the average of the targets."
    )
    use_when: ClassVar[str] = "Regression, when large errors are much worse than small ones."
    avoid_when: ClassVar[str] = (
        "Classes with a sigmoid or softmax output: confident mistakes then hardly give a gradient; or data with "
        "outliers."
    )
    source: ClassVar[str] = (
        "Goodfellow, Bengio, Courville, Deep Learning (2016), equation 5.4; with ½: Bishop (2006), equation 1.2"
    )
    order: ClassVar[int] = 10
    tasks: ClassVar[tuple[str, ...]] = ("regression",)
    mean_over_outputs: ClassVar[bool] = True

    def factor(self) -> float:
        """Return what the square is multiplied by."""
        return 0.5 if self.half else 1.0

    def constants(self) -> tuple[float, float]:
        """Return the factor of the square."""
        return (self.factor(), 0.0)

    @staticmethod
    def value(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return (a − t)², or half of it."""
        return c0 * (a - t) * (a - t)

    @staticmethod
    def derivative(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return 2 (a − t), or half of it."""
        return F32(2) * c0 * (a - t)

    def torch(self, a: Tensor, t: Tensor) -> Tensor:
        """Return the loss of each sample."""
        return self.factor() * (a - t).square().mean(1)
