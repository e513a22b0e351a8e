"""The family of initializers."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.concepts import Concept


class Initializer(Concept):
    """A distribution from which the first values of a parameter are drawn."""

    title: ClassVar[str] = "Initializer"
    explanation: ClassVar[str] = "Where the weights start before the first step of training."

    @abstractmethod
    def draw(
        self, generator: np.random.Generator, shape: tuple[int, ...], fan_in: int, fan_out: int
    ) -> NDArray[np.float64]:
        """Return first values of the given shape.

        Parameters
        ----------
        shape : tuple of int
            For a dense layer (out_features, in_features).
        fan_in, fan_out : int
            How many inputs feed one unit, and how many units one input feeds.
        """
