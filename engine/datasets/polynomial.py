"""A polynomial."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.polynomial import Chebyshev

from engine.concepts import parameter
from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task


class Polynomial(Cloud):
    """The Chebyshev polynomial of one input, which runs to and fro between −1 and 1."""

    kind: Literal["polynomial"] = "polynomial"
    degree: int = parameter(
        3,
        title="Degree",
        description="The highest power of the input: 1 is a line, 2 a parabola; the curve turns once less.",
        low=1,
        high=8,
        step=1,
    )
    title: ClassVar[str] = "Polynomial"
    formula: ClassVar[str] = (
        r"t = T_n\left(\frac{x_1}{6}\right) + \text{noise} \cdot \epsilon, \quad "
        r"T_0(u) = 1, \; T_1(u) = u, \; T_{n+1}(u) = 2 u T_n(u) - T_{n-1}(u)"
    )
    explanation: ClassVar[str] = (
        "One input, and a value to predict: of all polynomials of this degree the one that turns most often between "
        "−1 and 1. A curve of degree n has n − 1 turns, each of which takes a bend or two of the network. Outside "
        "of the samples a polynomial shoots off, which no network guesses."
    )
    use_when: ClassVar[str] = (
        "To count how many units a curve needs; with few noisy samples, to show overfitting."
    )
    avoid_when: ClassVar[str] = "You want classes, or a surface over two inputs."
    source: ClassVar[str] = (
        "Bishop, Pattern Recognition and Machine Learning (2006), section 1.1; "
        "Abramowitz and Stegun, Handbook of Mathematical Functions (1964), equation 22.3.15"
    )
    order: ClassVar[int] = 62
    task: ClassVar[Task] = "regression"
    input_names: ClassVar[tuple[str, ...]] = ("x1",)
    extent: ClassVar[tuple[tuple[float, float], ...]] = ((-6.0, 6.0),)

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return points of the curve; noise is the standard deviation of their distance from it."""
        inputs = generator.uniform(-6, 6, (self.samples, 1))
        curve = Chebyshev.basis(self.degree, domain=[-6, 6])
        scatter = self.noise * generator.standard_normal(self.samples)
        return Samples(inputs, curve(inputs[:, 0]) + scatter)
