"""Islands in a sea."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.concepts import parameter
from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task

Floats = NDArray[np.float64]

RADIUS = 1.0
SHORE = 1.5
"""Nearer than this to the center of an island there is no water."""


class Islands(Cloud):
    """Round islands of class 1 on a circle, water of class 0 around and between them."""

    kind: Literal["islands"] = "islands"
    islands: int = parameter(
        3,
        title="Islands",
        description="How many separate pieces class 1 has.",
        low=1,
        high=6,
        step=1,
    )
    title: ClassVar[str] = "Islands"
    formula: ClassVar[str] = (
        r"t = \begin{cases} 1 & \min_j \|\mathbf{x} - \mathbf{c}_j\| < 1 \\ "
        r"0 & \min_j \|\mathbf{x} - \mathbf{c}_j\| > 1.5 \end{cases}"
    )
    explanation: ClassVar[str] = (
        "One class in several separate pieces. A unit of the first hidden layer draws one straight line, so it takes "
        "three or four of them to fence in one island; a second hidden layer can have one unit per island, and the "
        "output says: any of them. The pictures of the units show this division of work."
    )
    use_when: ClassVar[str] = "To see what a second hidden layer is good for."
    avoid_when: ClassVar[str] = "There are few samples: a small island with three of them is soon overlooked."
    source: ClassVar[str] = (
        "Lippmann, An Introduction to Computing with Neural Nets (1987), figure 14: regions by number of layers"
    )
    order: ClassVar[int] = 32
    task: ClassVar[Task] = "binary"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return islands and water; the noise of 1 scatters each coordinate by up to 3."""
        label = self.labels()
        turn = 2 * np.pi * np.arange(self.islands) / self.islands + np.pi / 2
        centers = 3.2 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
        home = centers[(np.arange(self.samples) // 2) % self.islands]
        angle, share = generator.uniform(0, 1, (2, self.samples))
        spot = (
            RADIUS
            * np.sqrt(share)[:, None]
            * np.stack([np.cos(2 * np.pi * angle), np.sin(2 * np.pi * angle)], axis=1)
        )
        water = self.water(centers, generator)
        inputs = np.where(label[:, None] == 1, home + spot, water)
        return Samples(self.scattered(inputs, generator, reach=3.0), label)

    def water(self, centers: Floats, generator: np.random.Generator) -> Floats:
        """Return a point of the sea for every sample, (samples, 2): drawn anew as long as it lies on an island."""
        points = generator.uniform(-5.5, 5.5, (self.samples, 2))
        while (ashore := distance(points, centers) < SHORE).any():
            points[ashore] = generator.uniform(-5.5, 5.5, (int(ashore.sum()), 2))
        return points


def distance(points: Floats, centers: Floats) -> Floats:
    """Return the distance of each point (samples, 2) from the nearest center (islands, 2)."""
    nearest: Floats = np.linalg.norm(points[:, None] - centers[None], axis=2).min(axis=1)
    return nearest
