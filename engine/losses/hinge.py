"""The hinge loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32
from engine.losses.loss import Loss

if TYPE_CHECKING:
    from torch import Tensor


class Hinge(Loss):
    """How far a sample is from the right side of the margin; targets are −1 and 1.

    Of several classes every output tells its own from the rest (one-versus-rest), and the hinges are summed: a
    sum over outputs is what a loss is here. The forms that compare the outputs with each other (Weston and
    Watkins; Crammer and Singer) cannot be said per output.
    """

    kind: Literal["hinge"] = "hinge"
    title: ClassVar[str] = "Hinge"
    formula: ClassVar[str] = r"L = \sum_{k=1}^{K} \max(0, 1 - t_k a_k), \quad t_k \in \{-1, 1\}"
    explanation: ClassVar[str] = (
        "Asks not only for the right side but for a distance of 1 from the border. Samples beyond that margin cost "
        "nothing and no longer pull; only those near the border or on the wrong side shape it. This is the loss "
        "of support vector machines. With several classes each output tells its class from all the others and the "
        "largest wins."
    )
    use_when: ClassVar[str] = "Two or more classes with a linear output, when a wide border matters."
    avoid_when: ClassVar[str] = "You want probabilities: the output is a side and a distance, not a chance."
    source: ClassVar[str] = (
        "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), section 12.3.2; "
        "several classes: Rifkin and Klautau, In Defense of One-Vs-All Classification (2004), section 2"
    )
    order: ClassVar[int] = 60
    tasks: ClassVar[tuple[str, ...]] = ("binary", "classes")
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
