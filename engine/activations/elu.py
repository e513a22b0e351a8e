"""The exponential linear unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32, parameter
from engine.concepts.scalar import exp

if TYPE_CHECKING:
    from torch import Tensor


class Elu(Activation):
    """A rectifier whose negative side levels off smoothly at −α."""

    kind: Literal["elu"] = "elu"
    alpha: float = parameter(
        1.0,
        title="α",
        description="How far below zero the output can go: it levels off at minus this value.",
        above=0.0,
        high=10.0,
        step=0.1,
    )
    title: ClassVar[str] = "ELU"
    formula: ClassVar[str] = r"a = \begin{cases} z & z > 0 \\ \alpha (e^{z} - 1) & z \le 0 \end{cases}"
    explanation: ClassVar[str] = (
        "Like a ReLU for positive sums; negative ones bend smoothly down to −α instead of being cut off. The "
        "outputs of a layer so average near zero, and a unit still learns where it is slightly negative."
    )
    use_when: ClassVar[str] = "You want the speed of ReLU with a smooth curve and without dead units."
    avoid_when: ClassVar[str] = (
        "Sums are strongly negative: there the curve is flat and the gradient vanishes."
    )
    source: ClassVar[str] = "Clevert, Unterthiner and Hochreiter, Exponential Linear Units (2016), section 3"
    order: ClassVar[int] = 60

    def constants(self) -> tuple[float, float]:
        """Return α."""
        return (self.alpha, 0.0)

    def bounds(self) -> tuple[float, None]:
        """Return −α, and no upper bound."""
        return (-self.alpha, None)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return z where it is positive, else α (eᶻ − 1)."""
        return z if z > F32(0) else c0 * (exp(min(z, F32(0))) - F32(1))

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return 1 where z is positive, else α eᶻ, which is a + α."""
        return F32(1) if z > F32(0) else a + c0

    def torch(self, z: Tensor) -> Tensor:
        """Return z where it is positive, else α (eᶻ − 1)."""
        from torch.nn.functional import elu

        return elu(z, self.alpha)
