"""Two species of penguins, in raw units."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task

MEAN = np.array([[190.0, 3.7], [217.0, 5.1]])
"""Flipper length in mm and body mass in kg of Adélie and Gentoo penguins."""
SPREAD = np.array([6.5, 0.48])
"""Standard deviation of each within a species."""
CORRELATION = 0.6
"""Within a species, birds with long flippers tend to be heavy."""


class Penguins(Cloud):
    """Flipper length in mm and body mass in kg, drawn after the means and spreads of two real species."""

    kind: Literal["penguins"] = "penguins"
    title: ClassVar[str] = "Penguins"
    formula: ClassVar[str] = (
        r"x_1 = \text{flipper length in mm}, \quad x_2 = \text{body mass in kg}, \quad "
        r"t = \begin{cases} 1 & \text{Gentoo} \\ 0 & \text{Adélie} \end{cases}"
    )
    explanation: ClassVar[str] = (
        "Measurements as they come: flippers of about 200 mm, bodies of about 4 kg. The task is easy, but unscaled "
        "inputs of 200 saturate every S-shaped unit at the first step, and the weights of the two inputs would need "
        "learning rates that differ by a factor of thousands. With the scaling set to standardize it is learned "
        "within a few epochs."
    )
    use_when: ClassVar[str] = "To show why inputs are scaled: train once without and once with."
    avoid_when: ClassVar[str] = "You want to compare networks: any will do once the inputs are scaled."
    source: ClassVar[str] = (
        "Means and spreads after Gorman, Williams and Fraser, Ecological Sexual Dimorphism and Environmental "
        "Variability (2014), rounded; the birds are drawn at random"
    )
    order: ClassVar[int] = 45
    task: ClassVar[Task] = "binary"
    input_names: ClassVar[tuple[str, ...]] = ("flipper length (mm)", "body mass (kg)")
    extent: ClassVar[tuple[tuple[float, float], ...]] = ((160.0, 250.0), (2.0, 7.0))
    class_names: ClassVar[tuple[str, ...] | None] = ("Adélie", "Gentoo")
    target_name: ClassVar[str | None] = "species"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the birds; the noise of 1 makes each species four times as varied."""
        label = self.labels()
        first, second = generator.standard_normal((2, self.samples))
        second = CORRELATION * first + np.sqrt(1 - CORRELATION**2) * second
        varied = (1 + 3 * self.noise) * SPREAD * np.stack([first, second], axis=1)
        return Samples(self.inside(MEAN[label.astype(int)] + varied), label)
