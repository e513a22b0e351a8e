"""The family of gradient clippings."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from engine.concepts import Concept

if TYPE_CHECKING:
    from torch import Tensor


class Clipping(Concept):
    """What is done to gradients that are too large, between the backward pass and the optimizer.

    It looks at the gradients of everything that is trained, regularizers included. A kind writes ``value`` for one
    gradient on float32 numbers; where it ``reads_norm``, also ``share``, once per step in float64.
    """

    title: ClassVar[str] = "Gradient clipping"
    explanation: ClassVar[str] = (
        "A bound on the gradient, so that a single steep place cannot throw the weights far."
    )

    reads_norm: ClassVar[bool] = False
    """Whether the length of the whole gradient has to be known."""

    def constants(self) -> tuple[float, float]:
        """Return the kind's parameters as the scalar functions take them."""
        return (0.0, 0.0)

    @staticmethod
    def share(norm: Any, c0: Any, c1: Any) -> Any:
        """Return what is left of every gradient where the length of the whole gradient is ``norm``."""
        return 1.0

    @staticmethod
    @abstractmethod
    def value(g: Any, share: Any, c0: Any, c1: Any) -> Any:
        """Return what becomes of one gradient."""

    @abstractmethod
    def torch(self, gradient: Tensor) -> None:
        """Clip a flat tensor of all trained gradients in place."""

    @classmethod
    def picture(cls) -> dict[str, Any] | None:
        """Return what becomes of the gradient of a single weight on −2 … 2, for the catalog."""
        c = [np.float32(constant) for constant in cls().constants()]
        x = np.linspace(-2, 2, 81, dtype=np.float32)
        value = [float(cls.value(g, np.float32(cls.share(abs(float(g)), *c)), *c)) for g in x]
        return {
            "view": "curve",
            "names": {"x": "gradient", "value": "after clipping", "slope": ""},
            "x": [round(float(g), 2) for g in x],
            "value": [round(g, 4) for g in value],
            "slope": [],
            "low": min(value),
            "high": max(value),
            "largest_slope": None,
        }
