"""Clipping by value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.clippings.clipping import Clipping
from engine.concepts import parameter

if TYPE_CHECKING:
    from torch import Tensor


class Value(Clipping):
    """Every single gradient is kept within a limit."""

    kind: Literal["value"] = "value"
    limit: float = parameter(
        0.5,
        title="Limit",
        description="Largest size of the gradient of each weight and bias.",
        above=0.0,
        high=1000.0,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "By value"
    formula: ClassVar[str] = r"g_i \leftarrow \min(\max(g_i, -c), c)"
    explanation: ClassVar[str] = (
        "Cuts each gradient off at the limit, one by one. Large gradients become equal and small ones stay as they "
        "are, so the step may also change its direction."
    )
    use_when: ClassVar[str] = "A few weights have gradients far larger than all others."
    avoid_when: ClassVar[str] = "The direction of the step matters: clip by norm instead."
    source: ClassVar[str] = (
        "Mikolov, Statistical Language Models Based on Neural Networks (2012), section 3.2.2"
    )
    order: ClassVar[int] = 20

    def constants(self) -> tuple[float, float]:
        """Return the limit."""
        return (self.limit, 0.0)

    @staticmethod
    def value(g: Any, share: Any, c0: Any, c1: Any) -> Any:
        """Return the gradient, kept within −limit … limit."""
        return min(max(g, -c0), c0)

    def torch(self, gradient: Tensor) -> None:
        """Clamp every gradient."""
        gradient.clamp_(-self.limit, self.limit)
