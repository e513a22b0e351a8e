"""The family of input features."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.concepts import Concept


class Feature(Concept):
    """A number worked out from the raw inputs of a sample, which the network then gets as an input."""

    title: ClassVar[str] = "Feature"
    explanation: ClassVar[str] = "What the network is shown of the raw inputs."

    reads: ClassVar[tuple[int, ...]] = ()
    """Positions of the raw inputs that every feature of this kind needs."""

    def positions(self) -> tuple[int, ...]:
        """Return the positions of the raw inputs that it needs."""
        return self.reads

    def label(self, names: Sequence[str]) -> str:
        """Return what it is called where the raw inputs have these names, such as ``"x1^2"``."""
        return re.sub(r"x(\d)", lambda found: names[int(found[1]) - 1], self.kind_name())

    @abstractmethod
    def of(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the feature of each sample, shape (samples,), from raw inputs of shape (samples, inputs)."""

    @classmethod
    def facts(cls) -> dict[str, Any]:
        """Return the positions of the raw inputs that it needs."""
        return {"reads": list(cls.reads)}

    @classmethod
    def picture(cls) -> dict[str, Any] | None:
        """Return the feature as a map over −6 … 6 in both inputs, scaled to −1 … 1, lowest x2 first."""
        resolution = 16
        axis = np.linspace(-6, 6, resolution)
        x1, x2 = np.meshgrid(axis, axis)
        values = cls().of(np.stack([x1.ravel(), x2.ravel()], axis=1)).reshape(resolution, resolution)
        values = values / np.abs(values).max()
        return {"view": "map", "resolution": resolution, "values": np.round(values, 2).tolist()}
