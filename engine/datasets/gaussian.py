"""Two bell-shaped clouds."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class Gaussian(Cloud):
    """One bell-shaped cloud per class, around (2, 2) and (−2, −2)."""

    kind: Literal["gaussian"] = "gaussian"
    title: ClassVar[str] = "Two clouds"
    formula: ClassVar[str] = (
        r"\mathbf{x} \sim \mathcal{N}(\pm(2, 2), \sigma^2), \quad \sigma = 0.6 + 3 \cdot \text{noise}"
    )
    explanation: ClassVar[str] = (
        "One round cloud per class, side by side. A straight line separates them as long as there is little "
        "noise, so one unit is enough; with much noise the clouds overlap and no network can be right about "
        "every sample."
    )
    use_when: ClassVar[str] = (
        "A first look at training, or to show overfitting: add noise and take few samples."
    )
    avoid_when: ClassVar[str] = "You want to show what hidden layers are for."
    source: ClassVar[str] = (
        "Smilkov et al., Direct-Manipulation Visualization of Deep Networks (2017); Bishop (2006), section 4.2.1"
    )
    order: ClassVar[int] = 20
    task: ClassVar[Task] = "binary"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the clouds, the class 1 to the upper right."""
        label = self.labels()
        centers = np.where(label == 1, 2.0, -2.0)[:, None] * np.ones(2)
        return Samples(self.around(centers, generator), label)
