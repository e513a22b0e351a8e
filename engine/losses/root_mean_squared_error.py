"""The root of the mean squared error."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32
from engine.losses.loss import Loss

if TYPE_CHECKING:
    from torch import Tensor

SMALLEST = 1e-12
"""Mean squared errors below this count as this: the root has no slope at 0."""


class RootMeanSquaredError(Loss):
    """The root of the squared error's mean over the samples: a typical error, in the unit of the target."""

    kind: Literal["root_mean_squared_error"] = "root_mean_squared_error"
    title: ClassVar[str] = "Root mean squared error"
    formula: ClassVar[str] = (
        r"L = \sqrt{\frac{1}{n} \sum_{i=1}^{n} \frac{1}{K} \sum_{k=1}^{K} (a_{ik} - t_{ik})^2}"
    )
    explanation: ClassVar[str] = (
        "Squares the errors, takes their mean over the samples, and then the root. The minimum is that of the mean "
        "squared error, but the number has the unit of the target and can be read as a typical error. The gradient "
        "does not fade as the errors get smaller: it has about the same length until the end."
    )
    use_when: ClassVar[str] = "Regression whose loss is to be read in the unit of what is predicted."
    avoid_when: ClassVar[str] = (
        "Small batches, whose roots average to less than the root over all; or data with outliers."
    )
    source: ClassVar[str] = "Géron, Hands-On Machine Learning (2019), equation 2-1"
    order: ClassVar[int] = 15
    tasks: ClassVar[tuple[str, ...]] = ("regression",)
    mean_over_outputs: ClassVar[bool] = True

    @staticmethod
    def value(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return (a − t)²."""
        return (a - t) * (a - t)

    @staticmethod
    def derivative(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return 2 (a − t)."""
        return F32(2) * (a - t)

    @staticmethod
    def finish(mean: Any) -> Any:
        """Return the root."""
        return math.sqrt(max(mean, SMALLEST))

    @staticmethod
    def finish_slope(mean: Any) -> Any:
        """Return 1 / (2 √mean)."""
        return 0.5 / math.sqrt(mean) if mean > SMALLEST else 0.0

    def torch(self, a: Tensor, t: Tensor) -> Tensor:
        """Return the squared error of each sample."""
        return (a - t).square().mean(1)

    def torch_finish(self, mean: Tensor) -> Tensor:
        """Return the root."""
        return mean.clamp(min=SMALLEST).sqrt()
