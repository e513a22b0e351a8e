"""The family of constraints."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from engine.concepts import Concept

if TYPE_CHECKING:
    from torch import Tensor


class Constraint(Concept):
    """What the weights of a layer have to keep to; biases are free. It is restored after every optimizer step.

    A kind writes ``enforce`` as loops over a float32 array of shape (out_features, in_features), changed in place;
    they run as they stand in Python, and compiled in the trainer.
    """

    title: ClassVar[str] = "Constraint"
    explanation: ClassVar[str] = (
        "A hard bound on a layer's weights, restored after every step, where a penalty only pulls."
    )

    def constants(self) -> tuple[float, float]:
        """Return the kind's parameters as ``enforce`` takes them."""
        return (0.0, 0.0)

    @staticmethod
    @abstractmethod
    def enforce(weight: Any, c0: Any, c1: Any) -> None:
        """Change the weights so that they keep to it."""

    @abstractmethod
    def torch(self, weight: Tensor) -> None:
        """Do the same to a tensor (out_features, in_features), in place."""
