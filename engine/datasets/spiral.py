"""Two intertwined spirals."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class Spiral(Cloud):
    """Two spirals, one per class, each winding 1.75 times around the other."""

    kind: Literal["spiral"] = "spiral"
    title: ClassVar[str] = "Two spirals"
    formula: ClassVar[str] = r"r = 5 s, \quad \theta = 2\pi \cdot 1.75 s + \pi c, \quad 0 \le s < 1"
    explanation: ClassVar[str] = (
        "Two classes that wind around each other. No straight line and no single bend separates them: the "
        "network has to combine many units, which makes it the classic hard case in two inputs."
    )
    use_when: ClassVar[str] = "You want to see what depth, width and a good optimizer are worth."
    avoid_when: ClassVar[str] = "A first lesson: small networks fail on it for some seeds."
    source: ClassVar[str] = "Lang and Witbrock, Learning to Tell Two Spirals Apart (1988)"
    order: ClassVar[int] = 40
    task: ClassVar[Task] = "binary"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the spirals; the noise of 1 scatters each coordinate by up to 1 unit of radius 5."""
        label = self.labels()
        along = (np.arange(self.samples) // 2) / (self.samples / 2)
        radius = 5 * along
        angle = 2 * np.pi * 1.75 * along + np.pi * label
        inputs = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
        return Samples(self.scattered(inputs, generator, reach=1.0), label)
