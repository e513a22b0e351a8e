"""A line with outliers."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.concepts import parameter
from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class Outliers(Cloud):
    """A rising line from which some samples are far off, all to the same side."""

    kind: Literal["outliers"] = "outliers"
    share: float = parameter(
        0.1,
        title="Outliers",
        description="Share of the samples that are far off.",
        low=0.0,
        high=0.4,
        step=0.05,
    )
    title: ClassVar[str] = "Outliers"
    formula: ClassVar[str] = (
        r"t = \frac{x_1}{4} + \text{noise} \cdot \epsilon + \begin{cases} 4 & \text{outlier} \\ 0 & \text{else} "
        r"\end{cases}"
    )
    explanation: ClassVar[str] = (
        "One input, and a value to predict that lies on a line, but for some samples, as from a faulty gauge, that "
        "lie 4 above it. Mean squared error is drawn up by them, since it seeks the average; absolute error "
        "stays on the line, since it seeks the middle, and Huber stays near it. A single linear unit shows it."
    )
    use_when: ClassVar[str] = "To compare the losses of regression on one data set."
    avoid_when: ClassVar[str] = "You want to see what hidden layers are for."
    source: ClassVar[str] = (
        "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), section 10.6"
    )
    order: ClassVar[int] = 64
    task: ClassVar[Task] = "regression"
    input_names: ClassVar[tuple[str, ...]] = ("x1",)
    extent: ClassVar[tuple[tuple[float, float], ...]] = ((-6.0, 6.0),)

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return points of the line; noise is the standard deviation of their distance from it."""
        inputs = generator.uniform(-6, 6, (self.samples, 1))
        off = np.zeros(self.samples)
        off[: round(self.share * self.samples)] = 4
        scatter = self.noise * generator.standard_normal(self.samples)
        return Samples(inputs, inputs[:, 0] / 4 + scatter + generator.permutation(off))
