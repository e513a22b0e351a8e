"""Two classes with a straight gap between them."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.concepts import parameter
from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task

NORMAL = np.array([-0.6, 0.8])
"""Direction from class 0 to class 1, of length 1."""
OFFSET = 0.8
"""Distance of the border from the middle."""
LONGEST, WIDEST = 4.0, 3.5
"""How far the samples reach along the border, and across it on either side."""


class Separable(Cloud):
    """Two classes on either side of a straight line that does not pass through the middle."""

    kind: Literal["separable"] = "separable"
    margin: float = parameter(
        0.5,
        title="Margin",
        description="How far the nearest samples are from the border, before noise.",
        low=0.0,
        high=2.0,
        step=0.1,
    )
    title: ClassVar[str] = "Straight gap"
    formula: ClassVar[str] = (
        r"t = \begin{cases} 1 & -0.6 x_1 + 0.8 x_2 - 0.8 \ge m \\ 0 & -0.6 x_1 + 0.8 x_2 - 0.8 \le -m \end{cases}"
    )
    explanation: ClassVar[str] = (
        "A straight line separates the classes without a single error, and the margin says how much room there is "
        "for it. The perceptron rule surely finds such a line: the wider the margin, the fewer corrections it "
        "takes. With a noise of 0.3 or more the classes overlap, and then the rule never comes to rest."
    )
    use_when: ClassVar[str] = "The perceptron rule, the hinge loss, and what the bias is for."
    avoid_when: ClassVar[str] = "You want to show what hidden layers are for."
    source: ClassVar[str] = (
        "Novikoff, On Convergence Proofs on Perceptrons (1962); Bishop, Pattern Recognition (2006), section 4.1.7"
    )
    order: ClassVar[int] = 18
    task: ClassVar[Task] = "binary"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the two sides; the noise of 1 scatters each coordinate by up to 3."""
        label = self.labels()
        side = np.where(label == 1, 1.0, -1.0)
        across = OFFSET + side * (
            self.margin + (WIDEST - self.margin) * generator.uniform(0, 1, self.samples)
        )
        along = generator.uniform(-LONGEST, LONGEST, self.samples)
        direction = np.array([NORMAL[1], -NORMAL[0]])
        inputs = across[:, None] * NORMAL + along[:, None] * direction
        return Samples(self.scattered(inputs, generator, reach=3.0), label)
