"""Hills and hollows in turn."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task

Floats = NDArray[np.float64]

CENTERS = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
HEIGHTS = np.array([1, -1, 1, -1, 1, -1])
FOOT = 2.0
"""A hill reaches so far around its center; the feet of two hills do not overlap."""


class Hills(Cloud):
    """Three cones upwards and three downwards on a plain."""

    kind: Literal["hills"] = "hills"
    title: ClassVar[str] = "Hills"
    formula: ClassVar[str] = (
        r"t = \sum_{j=1}^{6} h_j \max\left(0, 1 - \frac{\|\mathbf{x} - \mathbf{c}_j\|}{2}\right), "
        r"\quad h_j = \pm 1"
    )
    explanation: ClassVar[str] = (
        "A landscape over two inputs: three hills and three hollows in turn, flat between them. A plane says nothing "
        "about it, and a single layer has to put each cone together from many units; two layers of six or eight "
        "find them one after the other."
    )
    use_when: ClassVar[str] = (
        "To show regression that needs hidden layers, and a surface that can be seen to form."
    )
    avoid_when: ClassVar[str] = "There is little time: it takes some hundred epochs before all six are there."
    source: ClassVar[str] = "Smilkov et al., Direct-Manipulation Visualization of Deep Networks (2017)"
    order: ClassVar[int] = 67
    task: ClassVar[Task] = "regression"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return heights at random places; with the noise of 1 each is measured up to 6 beside its place."""
        inputs, beside = generator.uniform(-6, 6, (2, self.samples, 2))
        return Samples(inputs, height(inputs + self.noise * beside))


def height(places: Floats) -> Floats:
    """Return the height, −1 … 1, of the landscape at places (samples, 2)."""
    away = np.linalg.norm(places[:, None] - CENTERS[None], axis=2)
    heights: Floats = (HEIGHTS * np.maximum(0, 1 - away / FOOT)).sum(axis=1)
    return heights
