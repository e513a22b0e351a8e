"""Clipping by norm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.clippings.clipping import Clipping
from engine.concepts import parameter

if TYPE_CHECKING:
    from torch import Tensor


class Norm(Clipping):
    """The whole gradient is shortened where it is longer than a limit; its direction stays."""

    kind: Literal["norm"] = "norm"
    limit: float = parameter(
        1.0,
        title="Limit",
        description="Largest length of the gradient, all weights and biases taken together.",
        above=0.0,
        high=1000.0,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "By norm"
    formula: ClassVar[str] = (
        r"\mathbf{g} \leftarrow \mathbf{g} \min \left( 1, \frac{c}{\lVert \mathbf{g} \rVert} \right)"
    )
    explanation: ClassVar[str] = (
        "Takes the gradients of all weights and biases as one long vector. Where it is longer than the limit, every "
        "gradient is scaled down by the same factor, so the step goes the same way, only not as far."
    )
    use_when: ClassVar[str] = (
        "Training diverges at a cliff of the loss although the learning rate is right elsewhere."
    )
    avoid_when: ClassVar[str] = (
        "The limit is reached in every step: then a lower learning rate is the honest cure."
    )
    source: ClassVar[str] = "Pascanu, Mikolov, Bengio, On the Difficulty of Training RNNs (2013), algorithm 1"
    order: ClassVar[int] = 10
    reads_norm: ClassVar[bool] = True

    def constants(self) -> tuple[float, float]:
        """Return the limit."""
        return (self.limit, 0.0)

    @staticmethod
    def share(norm: Any, c0: Any, c1: Any) -> Any:
        """Return limit / norm, at most 1."""
        return c0 / norm if norm > c0 else 1.0

    @staticmethod
    def value(g: Any, share: Any, c0: Any, c1: Any) -> Any:
        """Return the same share of every gradient."""
        return g * share

    def torch(self, gradient: Tensor) -> None:
        """Scale the gradient by min(1, limit / norm)."""
        norm = float(gradient.double().norm())
        if norm > self.limit:
            gradient.mul_(self.limit / norm)
