"""The identity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.activation import Activation
from engine.concepts import F32

if TYPE_CHECKING:
    from torch import Tensor


class Linear(Activation):
    """The identity: the weighted sum is handed on as it is."""

    kind: Literal["linear"] = "linear"
    title: ClassVar[str] = "Linear"
    formula: ClassVar[str] = r"a = z"
    explanation: ClassVar[str] = (
        "Hands the weighted sum on unchanged, so an output can take any value. Layers of linear units, however "
        "many, can only do what one of them can: draw a straight line or a flat plane."
    )
    use_when: ClassVar[str] = "The output of a regression, or to show what a network without bends cannot do."
    avoid_when: ClassVar[str] = "Hidden layers: stacking linear layers adds weights but no ability."
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.1"
    order: ClassVar[int] = 10

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return z."""
        return z

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return 1."""
        return F32(1)

    def torch(self, z: Tensor) -> Tensor:
        """Return z."""
        return z
