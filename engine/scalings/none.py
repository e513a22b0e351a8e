"""No scaling."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.scalings.scaling import Scaling


class NoScaling(Scaling):
    """Features stay as they are."""

    kind: Literal["none"] = "none"
    title: ClassVar[str] = "None"
    formula: ClassVar[str] = r"x' = x"
    explanation: ClassVar[str] = (
        "The network sees the features in their own units. Where one feature is far larger than another, its "
        "weights get far larger gradients too, and no learning rate suits both."
    )
    use_when: ClassVar[str] = "Features are of similar size already, or to see why scaling matters."
    avoid_when: ClassVar[str] = "Features have different units or are far from zero."
    source: ClassVar[str] = "LeCun et al., Efficient BackProp (1998), section 4.3"
    order: ClassVar[int] = 10

    def fit(self, features: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return 0 and 1."""
        return np.zeros(features.shape[1]), np.ones(features.shape[1])
