"""Several intertwined spirals."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.concepts import parameter
from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class MultiSpiral(Cloud):
    """One spiral arm per class, all starting in the middle."""

    kind: Literal["multi_spiral"] = "multi_spiral"
    classes: int = parameter(
        3,
        title="Classes",
        description="How many arms there are, each a class of its own.",
        low=2,
        high=5,
        step=1,
    )
    title: ClassVar[str] = "Many spirals"
    formula: ClassVar[str] = (
        r"r = 5 s, \quad \theta = \frac{2\pi}{K} (3.5 s + k), \quad 0 \le s < 1, \quad 0 \le k < K"
    )
    explanation: ClassVar[str] = (
        "The arms of a galaxy, each a class of its own. The more arms there are the less each of them winds, so "
        "they stay equally far apart. Near the middle all classes meet, and there even a good network is unsure."
    )
    use_when: ClassVar[str] = "A hard problem with several classes; watch where softmax is unsure."
    avoid_when: ClassVar[str] = "A first lesson on several classes: blobs are simpler."
    source: ClassVar[str] = (
        "Karpathy, CS231n Convolutional Neural Networks (2015), case study; after Lang and Witbrock (1988)"
    )
    order: ClassVar[int] = 54
    task: ClassVar[Task] = "classes"

    def class_count(self) -> int:
        """Return ``classes``."""
        return self.classes

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the arms; the noise of 1 scatters each coordinate by up to 1 unit of radius 5."""
        label = self.labels(self.classes)
        along = (np.arange(self.samples) // self.classes) / (self.samples / self.classes)
        radius = 5 * along
        angle = 2 * np.pi / self.classes * (3.5 * along + label)
        inputs = radius[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
        return Samples(self.scattered(inputs, generator, reach=1.0), label)
