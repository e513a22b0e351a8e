"""What every data set drawn at random shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.concepts import parameter
from engine.datasets.pattern import Pattern


class Cloud(Pattern):
    """A data set of any number of samples, with noise. Not a kind of its own.

    Noise multiplies directions that are drawn whatever the noise: another noise moves every sample a little
    way but draws no new ones.
    """

    samples: int = parameter(
        400,
        title="Samples",
        description="How many samples are drawn, for training and testing together.",
        low=4,
        high=5000,
        step=10,
    )
    noise: float = parameter(
        0.0,
        title="Noise",
        description="How far samples are scattered away from their true place: 0 is none, 1 hides the pattern.",
        low=0.0,
        high=1.0,
        step=0.05,
        live=True,
    )

    def sample_count(self) -> int:
        """Return ``samples``."""
        return self.samples

    def labels(self, classes: int = 2) -> NDArray[np.float64]:
        """Return the classes in turn, shape (samples,), so that they are balanced for any number of samples."""
        return (np.arange(self.samples) % classes).astype(np.float64)

    def scattered(
        self, inputs: NDArray[np.float64], generator: np.random.Generator, reach: float
    ) -> NDArray[np.float64]:
        """Return inputs (samples, inputs), each coordinate moved by up to noise · reach."""
        return self.inside(inputs + self.noise * reach * generator.uniform(-1, 1, inputs.shape))

    def around(self, centers: NDArray[np.float64], generator: np.random.Generator) -> NDArray[np.float64]:
        """Return bell-shaped clouds around centers (samples, inputs); noise makes them wider."""
        width = 0.6 + 3 * self.noise
        return self.inside(centers + width * generator.standard_normal(centers.shape))

    def inside(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return inputs with those that left the extent reflected at its border, so that all can be seen."""
        low, high = np.array(self.extent).T
        width = high - low
        reflected = low + width - np.abs((inputs - low) % (2 * width) - width)
        return np.where((inputs < low) | (inputs > high), reflected, inputs)
