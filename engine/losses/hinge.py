"""The hinge loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32
from engine.losses.loss import Loss

if TYPE_CHECKING:
    from torch import Tensor


class Hinge(Loss):
    """How far a sample is from the right side of the margin; targets are −1 and 1."""

    kind: Literal["hinge"] = "hinge"
    title: ClassVar[str] = "Hinge"
    formula: ClassVar[str] = r"L = \max(0, 1 - t a), \quad t \in \{-1, 1\}"
    explanation: ClassVar[str] = (
        "Asks not only for the right side but for a distance of 1 from the border. Samples beyond that margin cost "
        "nothing and no longer pull; only those near the border or on the wrong side shape it. This is the loss "
        "of support vector machines."
    )
    use_when: ClassVar[str] = "Two classes with a linear or tanh output, when a wide border matters."
    avoid_when: ClassVar[str] = "You want probabilities: the output is a side and a distance, not a chance."
    source: ClassVar[str] = (
        "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), section 12.3.2"
    )
    order: ClassVar[int] = 60
    tasks: ClassVar[tuple[str, ...]] = ("binary",)
    signed_targets: ClassVar[bool | None] = True

    @staticmethod
    def value(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return max(0, 1 − t a)."""
        return max(F32(1) - t * a, F32(0))

    @staticmethod
    def derivative(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return −t within the margin, else 0."""
        return -t if t * a < F32(1) else F32(0)

    def torch(self, a: Tensor, t: Tensor) -> Tensor:
        """Return the loss of each sample."""
        return (1 - t * a).relu().sum(1)
