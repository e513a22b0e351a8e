"""What the truth tables share."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from engine.concepts import parameter
from engine.datasets.dataset import Samples
from engine.datasets.description import Task
from engine.datasets.pattern import Pattern


class TruthTable(Pattern):
    """The four rows of a function of two bits, in counting order. Not a kind of its own."""

    test_fraction: float = parameter(
        0.0,
        title="Test fraction",
        description="Always 0: a table of four rows has none to spare, the network has to learn them all.",
        low=0.0,
        high=0.0,
    )
    task: ClassVar[Task] = "binary"
    extent: ClassVar[tuple[tuple[float, float], ...]] = ((-0.5, 1.5), (-0.5, 1.5))
    outputs: ClassVar[tuple[int, int, int, int]]
    """Results for 00, 01, 10 and 11."""

    def sample_count(self) -> int:
        """Return 4."""
        return 4

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the rows; nothing is random about them."""
        inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float64)
        return Samples(inputs, np.array(self.outputs, dtype=np.float64))
