"""Several bell-shaped clouds."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.concepts import parameter
from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class Blobs(Cloud):
    """One bell-shaped cloud per class, with centers on a circle of radius 3.5."""

    kind: Literal["blobs"] = "blobs"
    classes: int = parameter(
        3,
        title="Classes",
        description="How many clouds there are, each a class of its own.",
        low=2,
        high=8,
        step=1,
    )
    title: ClassVar[str] = "Blobs"
    formula: ClassVar[str] = (
        r"\mathbf{x} \sim \mathcal{N}(\mathbf{c}_k, \sigma^2), \quad \sigma = 0.6 + 3 \cdot \text{noise}"
    )
    explanation: ClassVar[str] = (
        "Several round clouds in a ring, each a class of its own. The output has one unit per class, and "
        "softmax turns them into probabilities that add up to 1."
    )
    use_when: ClassVar[str] = "The first lesson on more than two classes and on softmax."
    avoid_when: ClassVar[str] = "Two classes are enough: a single sigmoid output is then simpler."
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.4"
    order: ClassVar[int] = 50
    task: ClassVar[Task] = "classes"

    def class_count(self) -> int:
        """Return ``classes``."""
        return self.classes

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the clouds, class 0 to the upper right and the others counterclockwise."""
        label = self.labels(self.classes)
        angle = 2 * np.pi * label / self.classes + np.pi / 4
        centers = 3.5 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return Samples(self.around(centers, generator), label)
