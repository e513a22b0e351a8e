"""The perceptron criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32
from engine.losses.loss import Loss

if TYPE_CHECKING:
    from torch import Tensor


class Perceptron(Loss):
    """How far a sample is on the wrong side of the border; nothing on the right side.

    With a step output the distance is that of the preactivation from 0, so that there is something to
    differentiate: dL/dz is a − t. With any other output it is that of the output from ½.
    """

    kind: Literal["perceptron"] = "perceptron"
    title: ClassVar[str] = "Perceptron"
    formula: ClassVar[str] = (
        r"L = (a - t) z, \quad \frac{\partial L}{\partial w_i} = (a - t) x_i, \quad t \in \{0, 1\}"
    )
    explanation: ClassVar[str] = (
        "Turns gradient descent into the perceptron learning rule for a step output. A correct sample costs nothing "
        "and changes nothing; a wrong one costs the distance of its sum from zero and moves each weight by "
        "learning rate · (target − output) · input. If a straight line can separate the classes, this rule finds one "
        "after a finite number of steps; if none can, it never comes to rest."
    )
    use_when: ClassVar[str] = (
        "A single unit with a step output, plain SGD and batch size 1: the rule of the first perceptrons."
    )
    avoid_when: ClassVar[str] = (
        "Hidden layers of step units: the rule says how to move the last layer only; or classes that overlap."
    )
    source: ClassVar[str] = (
        "Rosenblatt, Principles of Neurodynamics (1962); Bishop, Pattern Recognition (2006), equations 4.54 and 4.55"
    )
    order: ClassVar[int] = 65
    tasks: ClassVar[tuple[str, ...]] = ("binary",)
    fused_with: ClassVar[str | None] = "step"
    reads_output_as: ClassVar[str] = "a decision, 0 or 1"
    fused_is_another: ClassVar[bool] = True
    signed_targets: ClassVar[bool | None] = False

    @staticmethod
    def value(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return the distance of a from ½ on the wrong side, else 0."""
        return max(a - F32(0.5), F32(0)) - t * (a - F32(0.5))

    @staticmethod
    def derivative(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return 1 − t above ½, else −t."""
        return F32(1) - t if a > F32(0.5) else -t

    @staticmethod
    def fused_value(z: Any, a: Any, t: Any) -> Any:
        """Return the distance of z from 0 where the step's output a is wrong, else 0."""
        return (a - t) * z

    def torch(self, a: Tensor, t: Tensor) -> Tensor:
        """Return the loss of each sample from outputs a."""
        return ((a - 0.5).relu() - t * (a - 0.5)).sum(1)

    def fused_torch(self, z: Tensor, t: Tensor) -> Tensor:
        """Return the loss of each sample from the preactivations z of a step output."""
        return (((z >= 0).to(z.dtype) - t) * z).sum(1)
