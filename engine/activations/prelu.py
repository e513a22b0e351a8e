"""The parametric rectified linear unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.learned_activation import LearnedActivation
from engine.concepts import F32, parameter

if TYPE_CHECKING:
    from torch import Tensor


class PRelu(LearnedActivation):
    """A leaky rectifier whose slope every unit learns for itself."""

    kind: Literal["prelu"] = "prelu"
    slope: float = parameter(
        0.25,
        title="First slope",
        description="How steep the function is for negative sums before training; each unit changes its own.",
        low=0.0,
        high=1.0,
        step=0.05,
    )
    title: ClassVar[str] = "PReLU"
    formula: ClassVar[str] = r"a_j = \begin{cases} z_j & z_j > 0 \\ s_j z_j & z_j \le 0 \end{cases}"
    explanation: ClassVar[str] = (
        "A leaky ReLU that does not ask you for its slope: every unit learns its own along with its weights. A "
        "unit may end as a plain ReLU (slope 0), as a straight line (slope 1), or folded upwards like an absolute "
        "value (slope below 0)."
    )
    use_when: ClassVar[str] = "ReLU units die, and you would rather not look for the right slope by hand."
    avoid_when: ClassVar[str] = (
        "Few samples, to which a slope more for every unit makes it easier to fit noise."
    )
    source: ClassVar[str] = "He et al., Delving Deep into Rectifiers (2015), equations 1 and 3"
    order: ClassVar[int] = 52

    learned: ClassVar[str] = "slope"

    def constants(self) -> tuple[float, float]:
        """Return the first slope."""
        return (self.slope, 0.0)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return z where it is positive, else slope · z."""
        return z if z > F32(0) else c0 * z

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return 1 where z is positive, else the slope."""
        return F32(1) if z > F32(0) else c0

    @staticmethod
    def learned_derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return z where it is negative, else 0."""
        return min(z, F32(0))

    def torch_with(self, z: Tensor, parameter: Tensor) -> Tensor:
        """Return z where it is positive, else slope · z."""
        from torch import where

        return where(z > 0, z, parameter * z)
