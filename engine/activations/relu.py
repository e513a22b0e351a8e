"""The rectified linear unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32

if TYPE_CHECKING:
    from torch import Tensor


class Relu(Activation):
    """The rectified linear unit: nothing below zero, the identity above."""

    kind: Literal["relu"] = "relu"
    title: ClassVar[str] = "ReLU"
    formula: ClassVar[str] = r"a = \max(0, z)"
    explanation: ClassVar[str] = (
        "Passes positive sums unchanged and gives 0 for the rest, so each unit folds the plane along one straight "
        "line. Where a unit is on, its slope is 1 and the gradient passes in full, however deep the network. A "
        "unit that is off for every sample gets no gradient any more: it is dead."
    )
    use_when: ClassVar[str] = "Hidden layers of deep networks, together with He initialization."
    avoid_when: ClassVar[str] = "Very few units or a large learning rate: dead units are then missed badly."
    source: ClassVar[str] = (
        "Glorot, Bordes and Bengio, Deep Sparse Rectifier Neural Networks (2011), section 3.1"
    )
    order: ClassVar[int] = 40

    def bounds(self) -> tuple[float, None]:
        """Return 0, and no upper bound."""
        return (0.0, None)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return max(z, 0)."""
        return max(z, F32(0))

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return 1 where z is positive, else 0; so also at the kink, as PyTorch does."""
        return F32(1) if z > F32(0) else F32(0)

    def torch(self, z: Tensor) -> Tensor:
        """Return max(z, 0)."""
        return z.relu()
