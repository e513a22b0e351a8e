"""A disc within a ring."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class Circle(Cloud):
    """A disc of radius 2.5 within a ring from 3.5 to 5."""

    kind: Literal["circle"] = "circle"
    title: ClassVar[str] = "Circle"
    formula: ClassVar[str] = (
        r"t = \begin{cases} 1 & \sqrt{x_1^2 + x_2^2} < 2.5 \\ 0 & 3.5 \le \sqrt{x_1^2 + x_2^2} < 5 \end{cases}"
    )
    explanation: ClassVar[str] = (
        "One class in the middle, the other all around it. No straight line does it, but three or four "
        "hidden units can fence the middle in; or a single unit that is shown the squares of the inputs."
    )
    use_when: ClassVar[str] = "To show what a hidden layer adds, and how features can replace it."
    avoid_when: ClassVar[str] = "You want a problem that needs more than one hidden layer."
    source: ClassVar[str] = "Smilkov et al., Direct-Manipulation Visualization of Deep Networks (2017)"
    order: ClassVar[int] = 25
    task: ClassVar[Task] = "binary"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return disc and ring; the noise of 1 scatters each coordinate by up to 5, the outer radius."""
        label = self.labels()
        share = generator.uniform(0, 1, self.samples)
        radius = np.where(label == 1, 2.5 * share, 3.5 + 1.5 * share)
        angle = generator.uniform(0, 2 * np.pi, self.samples)
        inputs = radius[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
        return Samples(self.scattered(inputs, generator, reach=5.0), label)
