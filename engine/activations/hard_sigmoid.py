"""The hard sigmoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32

if TYPE_CHECKING:
    from torch import Tensor


class HardSigmoid(Activation):
    """A sigmoid made of three straight pieces."""

    kind: Literal["hard_sigmoid"] = "hard_sigmoid"
    title: ClassVar[str] = "Hard sigmoid"
    formula: ClassVar[str] = r"a = \max\left(0, \min\left(1, \frac{z}{6} + \frac{1}{2}\right)\right)"
    explanation: ClassVar[str] = (
        "A ramp from 0 to 1 that stands in for the sigmoid and needs no exponential. Its slope is 1/6 between −3 "
        "and 3 and exactly 0 beyond, where a unit learns nothing any more. Small devices use it because it is "
        "cheap."
    )
    use_when: ClassVar[str] = "To see how little the exact shape of an S-curve matters."
    avoid_when: ClassVar[str] = "Hidden layers of a deep network: the gradient fades as with a sigmoid."
    source: ClassVar[str] = (
        "Courbariaux, Bengio and David, BinaryConnect (2015), section 2.2; slope as in Howard et al., "
        "Searching for MobileNetV3 (2019), section 5.2"
    )
    order: ClassVar[int] = 22

    def bounds(self) -> tuple[float, float]:
        """Return 0 and 1."""
        return (0.0, 1.0)

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return z / 6 + ½, kept within 0 … 1."""
        return min(max(z + F32(3), F32(0)), F32(6)) * F32(1 / 6)

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return 1/6 between −3 and 3, else 0; so also at the kinks, as PyTorch does."""
        return F32(1 / 6) if abs(z) < F32(3) else F32(0)

    def torch(self, z: Tensor) -> Tensor:
        """Return z / 6 + ½, kept within 0 … 1."""
        from torch.nn.functional import hardsigmoid

        return hardsigmoid(z)
