"""Hills and hollows."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task

HILLS = (
    (-4.0, 2.5, 1.0),
    (0.0, 2.5, -1.0),
    (4.0, 2.5, 1.0),
    (-4.0, -2.5, -1.0),
    (0.0, -2.5, 1.0),
    (4.0, -2.5, -1.0),
)
"""Center and height of each."""
RADIUS = 2.0


class MultiGaussian(Cloud):
    """Three hills and three hollows of height 1 in a plain of height 0."""

    kind: Literal["multi_gaussian"] = "multi_gaussian"
    title: ClassVar[str] = "Hills"
    formula: ClassVar[str] = (
        r"t = \sum_{j=1}^{6} h_j \max\left(0, 1 - \frac{\|\mathbf{x} - \mathbf{c}_j\|}{2}\right) "
        r"+ \text{noise} \cdot \epsilon, \quad h_j = \pm 1"
    )
    explanation: ClassVar[str] = (
        "Two inputs, and a value to predict: three cone-shaped hills and three hollows in turn, with flat land "
        "between them. Every one needs units of its own, and the flat land must be kept flat as well, which is the "
        "harder part."
    )
    use_when: ClassVar[str] = "A regression that takes a hidden layer or two; the surface is nice to watch."
    avoid_when: ClassVar[str] = "A first regression: start with the plane or the sine curve."
    source: ClassVar[str] = "Smilkov et al., Direct-Manipulation Visualization of Deep Networks (2017)"
    order: ClassVar[int] = 67
    task: ClassVar[Task] = "regression"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return points of the surface; noise is the standard deviation of their height."""
        inputs = generator.uniform(-6, 6, (self.samples, 2))
        centers = np.array(HILLS)
        distance = np.linalg.norm(inputs[:, None] - centers[None, :, :2], axis=2)
        height = (centers[:, 2] * np.maximum(0, 1 - distance / RADIUS)).sum(axis=1)
        return Samples(inputs, height + self.noise * generator.standard_normal(self.samples))
