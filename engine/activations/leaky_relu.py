"""The leaky rectified linear unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32, parameter

if TYPE_CHECKING:
    from torch import Tensor


class LeakyRelu(Activation):
    """A rectifier that lets a small share of negative sums through."""

    kind: Literal["leaky_relu"] = "leaky_relu"
    slope: float = parameter(
        0.01,
        title="Slope",
        description="How steep the function is for negative sums; 0 would make it a ReLU, 1 a straight line.",
        low=0.0,
        high=1.0,
        step=0.01,
    )
    title: ClassVar[str] = "Leaky ReLU"
    formula: ClassVar[str] = r"a = \begin{cases} z & z > 0 \\ s z & z \le 0 \end{cases}"
    explanation: ClassVar[str] = (
        "A ReLU whose negative side is not flat but slightly tilted. Some gradient therefore always passes, and a "
        "unit that is off for every sample can find its way back."
    )
    use_when: ClassVar[str] = "ReLU units of your network die, as with a large learning rate or few units."
    avoid_when: ClassVar[str] = "You want outputs of exactly 0, so that few units speak at a time."
    source: ClassVar[str] = "Maas, Hannun and Ng, Rectifier Nonlinearities (2013), section 2"
    order: ClassVar[int] = 50

    def constants(self) -> tuple[float, float]:
        """Return the slope."""
        return (self.slope, 0.0)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return z where it is positive, else slope · z."""
        return z if z > F32(0) else c0 * z

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return 1 where z is positive, else the slope."""
        return F32(1) if z > F32(0) else c0

    def torch(self, z: Tensor) -> Tensor:
        """Return z where it is positive, else slope · z."""
        from torch.nn.functional import leaky_relu

        return leaky_relu(z, self.slope)
