"""The family of feature scalings."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.concepts import Concept


class Scaling(Concept):
    """A shift and a factor for each feature, fitted on training data only: scaled = (value − shift) · factor."""

    title: ClassVar[str] = "Scaling"
    explanation: ClassVar[str] = "How features are brought to a common size before the network sees them."

    @abstractmethod
    def fit(self, features: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return shift and factor, each of shape (features,), from training features (samples, features)."""


def factors(widths: NDArray[np.float64], features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 / width, or 1 where a feature always has the same value and there is nothing to stretch.

    The width of such a feature can come out as a rounding error instead of 0.
    """
    rounding = 1e-12 * np.abs(features).max(axis=0)
    return 1 / np.where(widths > rounding, widths, 1.0)
