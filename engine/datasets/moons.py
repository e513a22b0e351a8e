"""Two interleaved half circles."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class Moons(Cloud):
    """Two half circles of radius 3 that reach into each other."""

    kind: Literal["moons"] = "moons"
    title: ClassVar[str] = "Two moons"
    formula: ClassVar[str] = (
        r"\mathbf{x} = \pm \left[ 3 (\cos\theta, \sin\theta) - (1.5, 0.75) \right], \quad 0 \le \theta \le \pi"
    )
    explanation: ClassVar[str] = (
        "Two half moons, each reaching into the hollow of the other. A straight line gets most samples "
        "right but not the tips; a few hidden units bend the border into the S that it takes."
    )
    use_when: ClassVar[str] = "A problem of medium difficulty, good for comparing activations or overfitting."
    avoid_when: ClassVar[str] = "You want a border that only deep or wide networks can draw."
    source: ClassVar[str] = "Pedregosa et al., scikit-learn (2011), make_moons"
    order: ClassVar[int] = 35
    task: ClassVar[Task] = "binary"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the moons; the noise of 1 scatters each coordinate by up to 3, their radius."""
        label = self.labels()
        side = np.where(label == 1, -1.0, 1.0)[:, None]
        angle = generator.uniform(0, np.pi, self.samples)
        arc = 3 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        inputs = side * (arc - np.array([1.5, 0.75]))
        return Samples(self.scattered(inputs, generator, reach=3.0), label)
