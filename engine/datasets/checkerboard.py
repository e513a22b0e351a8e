"""A checkerboard."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.concepts import parameter
from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class Checkerboard(Cloud):
    """Square fields, black and white in turn."""

    kind: Literal["checkerboard"] = "checkerboard"
    cells: int = parameter(
        4,
        title="Cells",
        description="How many fields there are along each side; 2 is the pattern of XOR.",
        low=2,
        high=8,
        step=1,
    )
    title: ClassVar[str] = "Checkerboard"
    formula: ClassVar[str] = (
        r"t = \left(\left\lfloor \frac{x_1 + 5}{s} \right\rfloor + \left\lfloor \frac{x_2 + 5}{s} \right\rfloor"
        r"\right) \bmod 2, \quad s = \frac{10}{\text{cells}}"
    )
    explanation: ClassVar[str] = (
        "XOR, repeated: the class changes with every step to the side. Each field is an island that has to be "
        "learned on its own, and the number of fields grows with the square of the cells, so this set can be made "
        "as hard as one likes. Units that wave, such as sine, have an easy time."
    )
    use_when: ClassVar[str] = (
        "To make a network run out of units, and see what more of them or more layers buy."
    )
    avoid_when: ClassVar[str] = "There are few samples: each field needs some."
    source: ClassVar[str] = (
        "Minsky and Papert, Perceptrons (1969), section 3.1, whose parity problem it repeats over the plane"
    )
    order: ClassVar[int] = 42
    task: ClassVar[Task] = "binary"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the board from −5 to 5; the noise of 1 scatters each coordinate by up to 5."""
        label = self.labels()
        place = generator.uniform(0, 1, (self.samples, 3))
        row = np.floor(self.cells * place[:, 0])
        # In each row every second column has the color that is wanted: one fewer where the other color starts it.
        first = (row + label) % 2
        columns = np.ceil((self.cells - first) / 2)
        column = first + 2 * np.floor(columns * place[:, 1])
        within = np.stack([place[:, 2], generator.uniform(0, 1, self.samples)], axis=1)
        corner = np.stack([column, row], axis=1)
        inputs = 10 / self.cells * (corner + 0.05 + 0.9 * within) - 5
        return Samples(self.scattered(inputs, generator, reach=5.0), label)
