"""Activations with a parameter that each unit learns for itself."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from engine.activations.activation import Activation

if TYPE_CHECKING:
    from torch import Tensor


class LearnedActivation(Activation):
    """An activation of which every unit has a number of its own, learned like its weights.

    The scalar functions take that number as ``c0``; ``constants`` gives its first value. Whatever layer uses the
    activation plans the parameter under the name ``learned``, one number for each unit.
    """

    learned: ClassVar[str]

    @staticmethod
    @abstractmethod
    def learned_derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return da/dc0 at z, where a = a(z) is already known."""

    def torch(self, z: Tensor) -> Tensor:
        """Return a(z) with the first value of the parameter for every unit."""
        return self.torch_with(z, z.new_tensor(self.constants()[0]))

    @abstractmethod
    def torch_with(self, z: Tensor, parameter: Tensor) -> Tensor:
        """Return a(z) for z of shape (batch, units) and a parameter of shape (units) or without axes."""
