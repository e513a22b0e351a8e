"""Binary cross-entropy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32
from engine.concepts.scalar import log, softplus
from engine.losses.loss import Loss

if TYPE_CHECKING:
    from torch import Tensor

SMALLEST = 1e-7
"""Probabilities are kept this far from 0 and 1, so that the logarithm stays finite."""


class BinaryCrossEntropy(Loss):
    """The surprise, in nats, at the true class when the output is the probability of class 1."""

    kind: Literal["binary_cross_entropy"] = "binary_cross_entropy"
    title: ClassVar[str] = "Binary cross-entropy"
    formula: ClassVar[str] = r"L = -\left[t \ln a + (1 - t) \ln (1 - a)\right]"
    explanation: ClassVar[str] = (
        "Reads the output as the probability of the second class and measures the surprise at the true class. "
        "Being wrong with confidence costs without bound; with a sigmoid output its gradient is simply "
        "prediction minus target, so learning does not stall when the output saturates."
    )
    use_when: ClassVar[str] = "Two classes, with a sigmoid output."
    avoid_when: ClassVar[str] = "Regression, or an output that can leave the range 0 … 1."
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.2"
    order: ClassVar[int] = 20
    tasks: ClassVar[tuple[str, ...]] = ("binary",)
    fused_with: ClassVar[str | None] = "sigmoid"
    reads_output_as: ClassVar[str] = "a probability"
    signed_targets: ClassVar[bool | None] = False

    @staticmethod
    def value(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return −t ln a − (1−t) ln(1−a), with a kept within 1e-7 … 1−1e-7."""
        p = min(max(a, F32(SMALLEST)), F32(1 - SMALLEST))
        return -(t * log(p) + (F32(1) - t) * log(F32(1) - p))

    @staticmethod
    def derivative(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return (a − t) / (a (1 − a)), 0 where a is held at its bound."""
        p = min(max(a, F32(SMALLEST)), F32(1 - SMALLEST))
        return (p - t) / (p * (F32(1) - p)) if p == a else F32(0)

    @staticmethod
    def fused_value(z: Any, a: Any, t: Any) -> Any:
        """Return ln(1 + eᶻ) − t z."""
        return softplus(z) - t * z

    def torch(self, a: Tensor, t: Tensor) -> Tensor:
        """Return the loss of each sample from probabilities a."""
        p = a.clamp(SMALLEST, 1 - SMALLEST)
        return -(t * p.log() + (1 - t) * (1 - p).log()).sum(1)

    def fused_torch(self, z: Tensor, t: Tensor) -> Tensor:
        """Return the loss of each sample from the preactivations z of a sigmoid."""
        from torch.nn.functional import binary_cross_entropy_with_logits

        return binary_cross_entropy_with_logits(z, t, reduction="none").sum(1)
