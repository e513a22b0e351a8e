"""Activations that look at a whole layer at once."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from engine.activations.activation import Activation


class LayerActivation(Activation):
    """An activation in which one unit's output depends on every unit of the layer.

    A kind writes ``layer_value`` and ``layer_derivative`` as loops over float32 arrays of shape (units, batch),
    the samples in the innermost loop; they run as they stand in Python, and compiled in the trainer.
    """

    elementwise: ClassVar[bool] = False

    @staticmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Refuse: there is no such function of one preactivation alone."""
        raise TypeError("This activation needs the preactivations of its whole layer: use layer_value.")

    @staticmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Refuse: there is no such function of one preactivation alone."""
        raise TypeError("This activation needs the outputs of its whole layer: use layer_derivative.")

    @staticmethod
    @abstractmethod
    def layer_value(z: Any, a: Any, spare: Any) -> None:
        """Fill the outputs a from the preactivations z; ``spare`` has two rows (2, batch) to work in."""

    @staticmethod
    @abstractmethod
    def layer_derivative(a: Any, d: Any, spare: Any) -> None:
        """Turn d = dL/da into dL/dz in place, from the outputs a; ``spare`` has two rows (2, batch) to work in."""
