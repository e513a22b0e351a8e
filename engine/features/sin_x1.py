"""The sine of the first input."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.features.feature import Feature


class SinX1(Feature):
    """The sine of the first input, in radians."""

    kind: Literal["sin(x1)"] = "sin(x1)"
    title: ClassVar[str] = "sin(x₁)"
    formula: ClassVar[str] = r"\sin(x_1)"
    explanation: ClassVar[str] = (
        "A wave along the first input that repeats every 2π, about 6.3. It gives the network stripes to "
        "build with, which plain inputs can only imitate with many units."
    )
    use_when: ClassVar[str] = "The data repeats itself along this input, or winds as the spirals do."
    avoid_when: ClassVar[str] = (
        "Nothing in the data is periodic: the stripes then show up where they do not belong."
    )
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 3.1"
    order: ClassVar[int] = 60
    reads: ClassVar[tuple[int, ...]] = (0,)

    def of(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return sin x₁."""
        return np.sin(inputs[:, 0])
