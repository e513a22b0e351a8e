"""Min–max scaling."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.scalings.scaling import Scaling, factors


class MinMax(Scaling):
    """Every feature reaches from 0 to 1."""

    kind: Literal["min_max"] = "min_max"
    title: ClassVar[str] = "Min–max"
    formula: ClassVar[str] = r"x' = \frac{x - x_{\min}}{x_{\max} - x_{\min}}"
    explanation: ClassVar[str] = (
        "Moves and stretches each feature so that its smallest training value becomes 0 and its largest 1. Test "
        "samples may lie a little outside."
    )
    use_when: ClassVar[str] = "Features have natural bounds, as the brightness of a pixel has."
    avoid_when: ClassVar[str] = "There are outliers: one extreme value squeezes all the others together."
    source: ClassVar[str] = "Han, Kamber and Pei, Data Mining: Concepts and Techniques (2012), section 3.5.2"
    order: ClassVar[int] = 30

    def fit(self, features: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return each feature's lowest value and 1 / the distance to its highest."""
        return features.min(axis=0), factors(np.ptp(features, axis=0), features)
