"""The threshold unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32

if TYPE_CHECKING:
    from torch import Tensor


class Step(Activation):
    """On or off: 1 from zero upwards, 0 below."""

    kind: Literal["step"] = "step"
    title: ClassVar[str] = "Step"
    formula: ClassVar[str] = r"a = \begin{cases} 1 & z \ge 0 \\ 0 & z < 0 \end{cases}"
    explanation: ClassVar[str] = (
        "The threshold unit of the first perceptrons: it fires or it does not. Its curve is flat on both sides of "
        "the jump, so its slope is 0 and the gradient that comes back through it is 0 too. Gradient descent then "
        "cannot tell which way to move the weights before it, and leaves them where they are. An output of such a "
        "unit can be trained all the same, with the perceptron loss."
    )
    use_when: ClassVar[str] = (
        "A single perceptron with the perceptron loss, or to see why networks need slopes."
    )
    avoid_when: ClassVar[str] = "Hidden layers: no layer up to this one learns anything."
    source: ClassVar[str] = (
        "Rosenblatt, The Perceptron (1958); Bishop, Pattern Recognition (2006), equation 4.53"
    )
    order: ClassVar[int] = 15
    has_slope: ClassVar[bool] = False

    def bounds(self) -> tuple[float, float]:
        """Return 0 and 1."""
        return (0.0, 1.0)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return 1 from zero upwards, else 0."""
        return F32(1) if z >= F32(0) else F32(0)

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return 0: at the jump itself there is no derivative, and 0 stands in for it."""
        return F32(0)

    def torch(self, z: Tensor) -> Tensor:
        """Return 1 from zero upwards, else 0, with a gradient of 0 as ``sign`` has it."""
        return 0.5 + 0.5 * (z.sign() + 0.5).sign()
