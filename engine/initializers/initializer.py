"""The family of initializers."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.concepts import Concept
from engine.initializers.distribution import Distribution


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
