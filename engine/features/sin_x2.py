"""The sine of the second input."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.features.feature import Feature


class SinX2(Feature):
    """The sine of the second input, in radians."""

    kind: Literal["sin(x2)"] = "sin(x2)"
    title: ClassVar[str] = "sin(x₂)"
    formula: ClassVar[str] = r"\sin(x_2)"
    explanation: ClassVar[str] = (
        "A wave along the second input that repeats every 2π, about 6.3. It gives the network stripes to "
        "build with, which plain inputs can only imitate with many units."
    )
    use_when: ClassVar[str] = "The data repeats itself along this input, or winds as the spirals do."
    avoid_when: ClassVar[str] = (
        "Nothing in the data is periodic: the stripes then show up where they do not belong."
    )
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 3.1"
    order: ClassVar[int] = 70
    reads: ClassVar[tuple[int, ...]] = (1,)

    def of(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return sin x₂."""
        return np.sin(inputs[:, 1])
