"""The hard hyperbolic tangent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32, parameter

if TYPE_CHECKING:
    from torch import Tensor


class HardTanh(Activation):
    """The identity between two limits, flat beyond them."""

    kind: Literal["hard_tanh"] = "hard_tanh"
    threshold: float = parameter(
        1.0,
        title="Threshold",
        description="How far from zero a sum may be before the output is held at this value.",
        above=0.0,
        high=10.0,
        step=0.1,
    )
    title: ClassVar[str] = "Hard tanh"
    formula: ClassVar[str] = r"a = \max(-c, \min(c, z))"
    explanation: ClassVar[str] = (
        "Tanh made of three straight pieces: small sums pass unchanged, larger ones are cut off at the threshold. "
        "In the middle the gradient passes in full; beyond the threshold it is exactly 0, and a unit that is there "
        "for every sample has stopped learning."
    )
    use_when: ClassVar[str] = "Outputs must be bounded and cheap to compute, or to show saturation plainly."
    avoid_when: ClassVar[str] = "Large first weights: units that start beyond the threshold stay there."
    source: ClassVar[str] = (
        "Collobert, Large Scale Machine Learning (2004); Goodfellow, Bengio, Courville (2016), section 6.3.3"
    )
    order: ClassVar[int] = 32

    def constants(self) -> tuple[float, float]:
        """Return the threshold."""
        return (self.threshold, 0.0)

    def bounds(self) -> tuple[float, float]:
        """Return the threshold on either side."""
        return (-self.threshold, self.threshold)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return z, kept within −c … c."""
        return min(max(z, -c0), c0)

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return 1 between the limits, else 0; so also at the kinks, as PyTorch does."""
        return F32(1) if abs(z) < c0 else F32(0)

    def torch(self, z: Tensor) -> Tensor:
        """Return z, kept within −c … c."""
        from torch.nn.functional import hardtanh

        return hardtanh(z, -self.threshold, self.threshold)
