"""The family of activations."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

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
    explanation: ClassVar[str] = (
        "What a unit makes of its weighted sum before handing it on. On its way back the gradient is multiplied by "
        "the slope there: where that is small, it fades from layer to layer; where it is 0, nothing is learned."
    )

    elementwise: ClassVar[bool] = True
    """False where one unit's output depends on the whole layer, as for softmax."""
    has_slope: ClassVar[bool] = True
    """False where the derivative is 0 everywhere, so that no gradient comes back through it."""
    learned: ClassVar[str | None] = None
    """Name of the parameter that each unit learns for itself, where there is one."""

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
    def facts(cls) -> dict[str, Any]:
        """Return the range and the largest slope, which decide whether gradients vanish."""
        low, high = cls().bounds() if cls.has_all_defaults() else (None, None)
        figures = {"range": f"{range_end(low, '−∞')} … {range_end(high, '∞')}"}
        if cls.elementwise:
            figures["largest slope"] = f"{max(map(abs, cls.curve(np.linspace(-12, 12, 241))[1])):.3g}"
        return {"figures": figures}

    @classmethod
    def curve(cls, z: NDArray[np.float64]) -> tuple[list[float], list[float]]:
        """Return a(z) and its derivative at each z, with the kind's defaults."""
        constants = [np.float32(c) for c in cls().constants()]
        value = [float(cls.value(x, *constants)) for x in z.astype(np.float32)]
        slope = [
            float(cls.derivative(np.float32(x), np.float32(a), *constants))
            for x, a in zip(z, value, strict=True)
        ]
        return value, slope

    @classmethod
    def picture(cls) -> dict[str, Any] | None:
        """Return the function and its derivative on −4 … 4, for the catalog."""
        if not cls.elementwise:
            return None
        low, high = cls().bounds()
        z = np.linspace(-4, 4, 81)
        value, slope = cls.curve(z)
        return {
            "view": "curve",
            "names": {"x": "z", "value": "a(z)", "slope": "slope"},
            "x": [round(float(x), 2) for x in z],
            "value": [round(a, 4) for a in value],
            "slope": [round(s, 4) for s in slope],
            "low": low,
            "high": high,
            "shown": [-1.3, 2.0],
            "largest_slope": round(max(abs(s) for s in slope), 4),
        }


def range_end(bound: float | None, none: str) -> str:
    """Return one end of a range in three digits, or the word for none."""
    return none if bound is None else f"{bound:.3g}".replace("-", "−")
