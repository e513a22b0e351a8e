"""The family of regularizers."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

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

    @classmethod
    def picture(cls) -> dict[str, Any] | None:
        """Return the penalty of one weight on −3 … 3 and its derivative, for the catalog."""
        c0, c1 = (np.float32(c) for c in cls().constants())
        weights = np.linspace(-3, 3, 61, dtype=np.float32)
        return {
            "view": "curve",
            "names": {"x": "weight", "value": "penalty", "slope": "pull"},
            "x": [round(float(w), 2) for w in weights],
            "value": [round(float(cls.value(w, c0, c1)), 6) for w in weights],
            "slope": [round(float(cls.derivative(w, c0, c1)), 6) for w in weights],
            "shown": [-0.007, 0.012],
        }

    @abstractmethod
    def torch(self, weight: Tensor) -> Tensor:
        """Return the penalty of a weight tensor of any shape, a scalar."""
