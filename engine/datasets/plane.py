"""A tilted plane."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class Plane(Cloud):
    """A value that grows evenly from the lower left to the upper right."""

    kind: Literal["plane"] = "plane"
    title: ClassVar[str] = "Plane"
    formula: ClassVar[str] = (
        r"t = \frac{x_1 + x_2}{10} + \text{noise} \cdot \epsilon, \quad \epsilon \sim \mathcal{N}(0, 1)"
    )
    explanation: ClassVar[str] = (
        "Two inputs, and a value to predict that grows evenly along the diagonal. One linear unit is enough "
        "and finds weights of 0.1 and 0.1; S-shaped units have to imitate the straight line."
    )
    use_when: ClassVar[str] = "To show that linear regression is the smallest network there is."
    avoid_when: ClassVar[str] = "You want to see what hidden layers are for."
    source: ClassVar[str] = (
        "Smilkov et al., Direct-Manipulation Visualization of Deep Networks (2017); Bishop (2006), section 3.1.1"
    )
    order: ClassVar[int] = 65
    task: ClassVar[Task] = "regression"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return points of the plane; noise is the standard deviation of their height."""
        inputs = generator.uniform(-5, 5, (self.samples, 2))
        scatter = self.noise * generator.standard_normal(self.samples)
        return Samples(inputs, inputs.sum(axis=1) / 10 + scatter)
