"""The second input as it is."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.features.feature import Feature


class X2(Feature):
    """The second input as it is."""

    kind: Literal["x2"] = "x2"
    title: ClassVar[str] = "x₂"
    formula: ClassVar[str] = r"x_2"
    explanation: ClassVar[str] = (
        "The second input itself, unchanged. From this one alone a unit can only tell above from below; "
        "with both inputs it can draw a straight line in any direction."
    )
    use_when: ClassVar[str] = "Nearly always: it is what the sample really is."
    avoid_when: ClassVar[str] = "You want to show that other features can do without it."
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 3.1"
    order: ClassVar[int] = 20
    reads: ClassVar[tuple[int, ...]] = (1,)

    def of(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return x₂."""
        return inputs[:, 1]
