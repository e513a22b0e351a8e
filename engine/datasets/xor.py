"""Four squares in the pattern of XOR."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class Xor(Cloud):
    """Four squares; those on a diagonal belong together."""

    kind: Literal["xor"] = "xor"
    title: ClassVar[str] = "XOR clouds"
    formula: ClassVar[str] = r"t = \begin{cases} 1 & x_1 x_2 < 0 \\ 0 & x_1 x_2 > 0 \end{cases}"
    explanation: ClassVar[str] = (
        "The exclusive or with many samples: class 1 where the two inputs have different signs. Each of the "
        "four squares is easy, but squares across the corner belong together, so no straight line does it."
    )
    use_when: ClassVar[str] = (
        "To show that hidden units build features, and that the feature x₁x₂ does it alone."
    )
    avoid_when: ClassVar[str] = "You want the four-row table; that is the XOR table."
    source: ClassVar[str] = (
        "Smilkov et al., Direct-Manipulation Visualization of Deep Networks (2017); Minsky and Papert (1969)"
    )
    order: ClassVar[int] = 30
    task: ClassVar[Task] = "binary"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the squares, 0.6 apart; the noise of 1 scatters each coordinate by up to 5, their far edge."""
        corners = np.array([[1, 1], [1, -1], [-1, -1], [-1, 1]])
        inputs = generator.uniform(0.3, 5, (self.samples, 2)) * corners[np.arange(self.samples) % 4]
        return Samples(self.scattered(inputs, generator, reach=5.0), self.labels())
