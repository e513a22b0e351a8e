"""What the cross-entropies over several classes share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from engine.concepts import F32
from engine.concepts.scalar import log
from engine.losses.loss import Loss

if TYPE_CHECKING:
    from torch import Tensor

SMALLEST = 1e-7
"""Probabilities are kept this far from 0, so that the logarithm stays finite."""


class ClassSurprise(Loss):
    """The surprise, in nats, at the true class, from outputs and targets per class. Not a kind of its own."""

    tasks: ClassVar[tuple[str, ...]] = ("classes",)
    fused_with: ClassVar[str | None] = "softmax"
    reads_output_as: ClassVar[str] = "a probability"
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
