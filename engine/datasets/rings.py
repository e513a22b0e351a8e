"""Rings around each other."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.concepts import parameter
from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class Rings(Cloud):
    """A disc with one ring around another, each a class of its own."""

    kind: Literal["rings"] = "rings"
    classes: int = parameter(
        3,
        title="Classes",
        description="How many classes there are: the disc in the middle and the rings around it.",
        low=2,
        high=4,
        step=1,
    )
    title: ClassVar[str] = "Rings"
    formula: ClassVar[str] = (
        r"t = k \text{ where } \frac{5 k}{K} \le \sqrt{x_1^2 + x_2^2} < \frac{5 (k + 0.7)}{K}"
    )
    explanation: ClassVar[str] = (
        "A target of several colors: class 0 in the middle, the others in rings around it. Every border is a "
        "circle, so the hidden units that fence in one ring help with the next. Shown the squares of the inputs, "
        "softmax needs no hidden layer at all."
    )
    use_when: ClassVar[str] = "To see softmax draw borders that are not straight; a step up from the circle."
    avoid_when: ClassVar[str] = "A first lesson on several classes: blobs are simpler."
    source: ClassVar[str] = "Pedregosa et al., scikit-learn (2011), make_circles, here with more rings"
    order: ClassVar[int] = 52
    task: ClassVar[Task] = "classes"

    def class_count(self) -> int:
        """Return ``classes``."""
        return self.classes

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return disc and rings; the noise of 1 scatters each coordinate by up to 5, the outer radius."""
        label = self.labels(self.classes)
        radius = 5 / self.classes * (label + 0.7 * generator.uniform(0, 1, self.samples))
        angle = generator.uniform(0, 2 * np.pi, self.samples)
        inputs = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return Samples(self.scattered(inputs, generator, reach=5.0), label)
