"""The family of activations."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from engine.concepts import Concept

if TYPE_CHECKING:
    from torch import Tensor


class Activation(Concept):
    """A function a(z) from a unit's preactivation z to its output a.

    A kind writes ``value`` and ``derivative`` on single float32 numbers with the functions of
    ``engine.concepts.scalar``, and ``torch`` on tensors of shape (batch, units). ``constants`` hands the
    kind's own parameters to the two scalar functions as ``c0`` and ``c1``.
    """

    title: ClassVar[str] = "Activation"
    explanation: ClassVar[str] = "What a unit makes of its weighted sum before handing it on."

    elementwise: ClassVar[bool] = True
    """False where one unit's output depends on the whole layer, as for softmax."""

    def constants(self) -> tuple[float, float]:
        """Return the kind's parameters as the scalar functions take them."""
        return (0.0, 0.0)

    def bounds(self) -> tuple[float | None, float | None]:
        """Return what the output cannot go below and above, where there is such a bound."""
        return (None, None)

    @staticmethod
    @abstractmethod
    def value(z: Any, c0: Any, c1: Any) -> Any:
        """Return a(z) of one preactivation."""

    @staticmethod
    @abstractmethod
    def derivative(z: Any, a: Any, c0: Any, c1: Any) -> Any:
        """Return da/dz at z, where a = a(z) is already known."""

    @abstractmethod
    def torch(self, z: Tensor) -> Tensor:
        """Return a(z) elementwise; z and the result have shape (batch, units)."""

    @classmethod
    def picture(cls) -> dict[str, Any] | None:
        """Return the function and its derivative on −4 … 4, for the catalog."""
        if not cls.elementwise:
            return None
        defaults = cls()
        constants = [np.float32(c) for c in defaults.constants()]
        low, high = defaults.bounds()
        z = np.linspace(-4, 4, 81, dtype=np.float32)
        value = [float(cls.value(x, *constants)) for x in z]
        slope = [float(cls.derivative(x, np.float32(a), *constants)) for x, a in zip(z, value, strict=True)]
        return {
            "view": "curve",
            "x": [round(float(x), 2) for x in z],
            "value": [round(a, 4) for a in value],
            "slope": [round(s, 4) for s in slope],
            "low": low,
            "high": high,
            "largest_slope": round(max(abs(s) for s in slope), 4),
        }
