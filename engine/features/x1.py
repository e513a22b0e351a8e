"""The first input as it is."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.features.feature import Feature


class X1(Feature):
    """The first input as it is."""

    kind: Literal["x1"] = "x1"
    title: ClassVar[str] = "x₁"
    formula: ClassVar[str] = r"x_1"
    explanation: ClassVar[str] = (
        "The first input itself, unchanged. From this one alone a unit can only tell left from right; with "
        "both inputs it can draw a straight line in any direction."
    )
    use_when: ClassVar[str] = "Nearly always: it is what the sample really is."
    avoid_when: ClassVar[str] = "You want to show that other features can do without it."
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 3.1"
    order: ClassVar[int] = 10
    reads: ClassVar[tuple[int, ...]] = (0,)

    def of(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return x₁."""
        return inputs[:, 0]
