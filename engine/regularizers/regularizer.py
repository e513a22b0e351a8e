"""The family of regularizers."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from engine.concepts import Concept

if TYPE_CHECKING:
    from torch import Tensor


class Regularizer(Concept):
    """A penalty on the weights of a layer (never on its biases), added to the loss: objective = loss + penalty.

    A kind writes ``value`` and ``derivative`` for one weight on float32 numbers; the penalty is the sum over the
    layer's weights.
    """

    title: ClassVar[str] = "Regularizer"
    explanation: ClassVar[str] = "A price on large weights that makes the network prefer simpler functions."

    def constants(self) -> tuple[float, float]:
        """Return the kind's parameters as the scalar functions take them."""
        return (0.0, 0.0)

    @staticmethod
    @abstractmethod
    def value(w: Any, c0: Any, c1: Any) -> Any:
        """Return the penalty of one weight."""

    @staticmethod
    @abstractmethod
    def derivative(w: Any, c0: Any, c1: Any) -> Any:
        """Return the derivative of ``value`` by the weight."""

    @abstractmethod
    def torch(self, weight: Tensor) -> Tensor:
        """Return the penalty of a weight tensor of any shape, a scalar."""
