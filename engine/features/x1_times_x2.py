"""The product of the two inputs."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.features.feature import Feature


class X1TimesX2(Feature):
    """The product of the two inputs."""

    kind: Literal["x1*x2"] = "x1*x2"
    title: ClassVar[str] = "x₁x₂"
    formula: ClassVar[str] = r"x_1 x_2"
    explanation: ClassVar[str] = (
        "The product of both inputs: positive where they have the same sign, negative where they differ. "
        "This one feature solves the XOR clouds without any hidden layer."
    )
    use_when: ClassVar[str] = "What matters is how two inputs go together, as in XOR."
    avoid_when: ClassVar[str] = "You want to see hidden units find such a combination by themselves."
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 3.1"
    order: ClassVar[int] = 50
    reads: ClassVar[tuple[int, ...]] = (0, 1)

    def of(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return x₁ · x₂."""
        return inputs[:, 0] * inputs[:, 1]
