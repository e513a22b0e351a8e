"""A class that hardly ever comes."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.concepts import parameter
from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task

CENTER = np.array([2.0, 2.0])
"""Of the rare cloud, within the edge of the other, whose center is 0."""
WIDTHS = (1.9, 0.7)
"""Standard deviation of the common cloud and of the rare one, before noise."""


class RareClass(Cloud):
    """A small cloud of class 1 at the edge of a large one of class 0."""

    kind: Literal["rare_class"] = "rare_class"
    share: float = parameter(
        0.05,
        title="Share",
        description="How many of the samples are of the rare class; at least one is.",
        low=0.01,
        high=0.5,
        step=0.01,
    )
    title: ClassVar[str] = "Rare class"
    formula: ClassVar[str] = (
        r"P(t = 1) = \text{share}, \quad \mathbf{x} \mid t \sim \mathcal{N}(\mathbf{c}_t, \sigma_t^2)"
    )
    explanation: ClassVar[str] = (
        "Of a hundred samples five are of the class that matters, as with a rare disease. Whoever always says no is "
        "right 95 times, so accuracy says next to nothing here: only the confusion matrix shows how many of the rare "
        "ones are found, and how many others are taken for one."
    )
    use_when: ClassVar[str] = "To show that a high accuracy can mean that nothing was learned."
    avoid_when: ClassVar[str] = "You want accuracy to tell good networks from bad ones."
    source: ClassVar[str] = "Provost, Machine Learning from Imbalanced Data Sets 101 (2000)"
    order: ClassVar[int] = 46
    task: ClassVar[Task] = "binary"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return both clouds, the rare one's samples spread evenly over the numbers of the samples."""
        rare = max(1, round(self.share * self.samples))
        place = np.arange(self.samples)
        label = (place * rare // self.samples != (place + 1) * rare // self.samples).astype(np.float64)
        width = (np.where(label == 1, WIDTHS[1], WIDTHS[0]) + 2 * self.noise)[:, None]
        centers = label[:, None] * CENTER
        return Samples(self.inside(centers + width * generator.standard_normal(centers.shape)), label)
