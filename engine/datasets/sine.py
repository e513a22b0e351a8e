"""A sine curve."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class Sine(Cloud):
    """The sine of one input."""

    kind: Literal["sine"] = "sine"
    title: ClassVar[str] = "Sine curve"
    formula: ClassVar[str] = (
        r"t = \sin(x_1) + \text{noise} \cdot \epsilon, \quad \epsilon \sim \mathcal{N}(0, 1)"
    )
    explanation: ClassVar[str] = (
        "One input, and a value to predict: two periods of a sine. The network has to put its bends in the "
        "right places, and outside of what it was shown it goes on as its activation does."
    )
    use_when: ClassVar[str] = "The first lesson on regression: the fit is a curve that one can see."
    avoid_when: ClassVar[str] = "You want classes, or a surface over two inputs."
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 1.1"
    order: ClassVar[int] = 60
    task: ClassVar[Task] = "regression"
    input_names: ClassVar[tuple[str, ...]] = ("x1",)
    extent: ClassVar[tuple[tuple[float, float], ...]] = ((-6.0, 6.0),)

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return points of the curve; noise is the standard deviation of their distance from it."""
        inputs = generator.uniform(-6, 6, (self.samples, 1))
        scatter = self.noise * generator.standard_normal(self.samples)
        return Samples(inputs, np.sin(inputs[:, 0]) + scatter)
