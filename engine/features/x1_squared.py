"""The square of the first input."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.features.feature import Feature


class X1Squared(Feature):
    """The square of the first input."""

    kind: Literal["x1^2"] = "x1^2"
    title: ClassVar[str] = "x₁²"
    formula: ClassVar[str] = r"x_1^2"
    explanation: ClassVar[str] = (
        "The square of the first input: small in the middle and large on both sides. Together with the "
        "other square it says how far a sample is from the center, so one unit without a hidden layer can "
        "draw a circle."
    )
    use_when: ClassVar[str] = "The border is a circle, an ellipse or a parabola."
    avoid_when: ClassVar[str] = (
        "Inputs are large: their squares are far larger still and make training unstable."
    )
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 3.1"
    order: ClassVar[int] = 30
    reads: ClassVar[tuple[int, ...]] = (0,)

    def of(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return x₁²."""
        return np.square(inputs[:, 0])
