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
