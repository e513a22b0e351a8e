"""The family of initializers."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.concepts import Concept
from engine.initializers.distribution import Distribution

TYPICAL_UNITS = 16
"""Inputs and units of the layer whose first weights the catalog shows."""
SHOWN_LAYERS = 40
"""So many such layers are drawn, so that the picture is that of the distribution and not of one draw."""
BARS = np.linspace(-1.025, 1.025, 42)
"""Edges of the bars of the histogram, the middle one around 0; the same for all kinds, so that they compare."""


class Initializer(Concept):
    """A distribution from which the first values of a parameter are drawn.

    A kind writes ``distribution``, what a single value follows; one whose values depend on each other writes
    ``draw`` as well.
    """

    title: ClassVar[str] = "Initializer"
    explanation: ClassVar[str] = "Where the weights start before the first step of training."

    @abstractmethod
    def distribution(self, fan_in: int, fan_out: int) -> Distribution:
        """Return the distribution of one value.

        Parameters
        ----------
        fan_in, fan_out : int
            How many inputs feed one unit, and how many units one input feeds.
        """

    def draw(
        self, generator: np.random.Generator, shape: tuple[int, ...], fan_in: int, fan_out: int
    ) -> NDArray[np.float64]:
        """Return first values of the given shape; for a dense layer's weight (out_features, in_features)."""
        return self.distribution(fan_in, fan_out).draw(generator, shape)

    @classmethod
    def drawn(cls) -> NDArray[np.float64]:
        """Return the first weights of some typical layers, shape (layers, units, inputs)."""
        generator = np.random.default_rng(1)
        shape = (TYPICAL_UNITS, TYPICAL_UNITS)
        return np.stack([cls().draw(generator, shape, *shape) for _ in range(SHOWN_LAYERS)])

    @classmethod
    def facts(cls) -> dict[str, Any]:
        """Return how far the weights of a typical layer spread."""
        if not cls.has_all_defaults():
            return {}
        spread = cls().distribution(TYPICAL_UNITS, TYPICAL_UNITS).standard_deviation
        return {"figures": {f"spread with {TYPICAL_UNITS} inputs": f"{spread:.2g}"}}

    @classmethod
    def picture(cls) -> dict[str, Any] | None:
        """Return a histogram of the first weights of typical layers, for the catalog."""
        if not cls.has_all_defaults():
            return None
        weights = cls.drawn()
        shares = np.histogram(weights, BARS)[0] / weights.size
        return {
            "view": "bars",
            "names": {"x": f"weights of a layer of {TYPICAL_UNITS} inputs and {TYPICAL_UNITS} units"},
            "x": [round(float(x), 3) for x in (BARS[:-1] + BARS[1:]) / 2],
            "value": [round(float(share), 5) for share in shares],
        }
