"""Standardization."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.scalings.scaling import Scaling, factors


class Standardize(Scaling):
    """Every feature gets mean 0 and standard deviation 1."""

    kind: Literal["standardize"] = "standardize"
    title: ClassVar[str] = "Standardize"
    formula: ClassVar[str] = r"x' = \frac{x - \mu}{\sigma}"
    explanation: ClassVar[str] = (
        "Subtracts each feature's mean and divides by its standard deviation, both taken from the training samples. "
        "All features are then centered and of one size, so one learning rate suits all weights."
    )
    use_when: ClassVar[str] = "Nearly always, and surely when features have different units."
    avoid_when: ClassVar[str] = "A few extreme values would set the scale for all the others."
    source: ClassVar[str] = "LeCun et al., Efficient BackProp (1998), section 4.3"
    order: ClassVar[int] = 20

    def fit(self, features: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return each feature's mean and 1 / its standard deviation."""
        return features.mean(axis=0), factors(features.std(axis=0), features)
