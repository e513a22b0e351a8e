"""Categorical cross-entropy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32
from engine.concepts.scalar import log
from engine.losses.loss import Loss

if TYPE_CHECKING:
    from torch import Tensor

SMALLEST = 1e-7
"""Probabilities are kept this far from 0, so that the logarithm stays finite."""


class CategoricalCrossEntropy(Loss):
    """The surprise, in nats, at the true class when the outputs are the probabilities of the classes."""

    kind: Literal["categorical_cross_entropy"] = "categorical_cross_entropy"
    title: ClassVar[str] = "Categorical cross-entropy"
    formula: ClassVar[str] = r"L = -\sum_{k=1}^{K} t_k \ln a_k"
    explanation: ClassVar[str] = (
        "Reads the outputs as the probabilities of the classes and measures the surprise at the true one. A "
        "network that knows nothing about K classes has a loss of ln K. With a softmax output its gradient is "
        "simply prediction minus target."
    )
    use_when: ClassVar[str] = "Three or more classes of which exactly one is right, with a softmax output."
    avoid_when: ClassVar[str] = "Regression, or outputs that do not add up to 1."
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3"
    order: ClassVar[int] = 30
    tasks: ClassVar[tuple[str, ...]] = ("classes",)
    fused_with: ClassVar[str | None] = "softmax"
    signed_targets: ClassVar[bool | None] = False

    @staticmethod
    def value(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return −t ln a, with a kept at 1e-7 or more."""
        return -t * log(max(a, F32(SMALLEST)))

    @staticmethod
    def derivative(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return −t / a, 0 where a is held at its bound."""
        p = max(a, F32(SMALLEST))
        return -t / p if p == a else F32(0)

    @staticmethod
    def fused_value(z: Any, a: Any, t: Any) -> Any:
        """Return −t ln a; a softmax's output is exact enough for it down to e⁻⁸⁷."""
        return -t * log(a)

    def torch(self, a: Tensor, t: Tensor) -> Tensor:
        """Return the loss of each sample from probabilities a."""
        return -(t * a.clamp(min=SMALLEST).log()).sum(1)

    def fused_torch(self, z: Tensor, t: Tensor) -> Tensor:
        """Return the loss of each sample from the preactivations z of a softmax."""
        return -(t * z.log_softmax(1)).sum(1)
