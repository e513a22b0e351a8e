"""The family of data sets."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.concepts import Concept, ListOf, parameter
from engine.datasets.description import Description
from engine.features import Feature
from engine.scalings import Scaling


@dataclass(frozen=True)
class Samples:
    """Raw inputs (samples, inputs) and targets (samples,): 0 or 1, a class number, or a value."""

    inputs: NDArray[np.float64]
    targets: NDArray[np.float64]


class Dataset(Concept):
    """Something to learn: samples that can be drawn again and again from a seed."""

    title: ClassVar[str] = "Data set"
    explanation: ClassVar[str] = "What there is to learn."

    test_fraction: float = parameter(
        0.5,
        title="Test fraction",
        description="Share of the samples that is kept back to test what was learned, never to train on.",
        low=0.0,
        high=0.9,
        step=0.05,
    )
    features: ListOf[Feature] | None = parameter(
        None,
        title="Features",
        description="What the network is shown of each sample; the raw inputs where nothing is chosen.",
    )
    scaling: Scaling = parameter(
        {"kind": "none"},
        title="Scaling",
        description="How features are brought to a common size, fitted on the training samples only.",
    )

    @cached_property
    @abstractmethod
    def description(self) -> Description:
        """What there is to predict from what."""

    def scaling_of_targets(self) -> Scaling | None:
        """Return how the values of a regression are brought to a common size, or nothing to take them as they are."""
        return None

    @abstractmethod
    def sample_count(self) -> int:
        """Return how many samples ``draw`` gives."""

    @abstractmethod
    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the samples; the same generator state gives the same samples."""

    @classmethod
    def facts(cls) -> dict[str, Any]:
        """Return what is to be learned, and from which raw inputs."""
        description = cls().description
        return {"task": description.task, "raw_inputs": list(description.input_names)}

    @classmethod
    def picture(cls) -> dict[str, Any] | None:
        """Return some samples drawn with the defaults, for the catalog."""
        return cls().portrait()

    def portrait(self) -> dict[str, Any]:
        """Return some samples, shown by their first two inputs; these fill a square, whatever their units are."""
        samples = self.draw(np.random.default_rng(1))
        count = len(samples.targets)
        shown = np.linspace(0, count - 1, min(count, 160)).astype(int)
        extent = np.array(self.description.extent[:2])
        inputs = samples.inputs[shown, :2]
        if np.ptp(extent[:, 1] - extent[:, 0]) > 0:
            low, high = extent.T
            inputs, extent = 12 * (inputs - low) / (high - low) - 6, np.array([[-6.0, 6.0]] * 2)
        return {
            "view": "points",
            "inputs": np.round(inputs, 2).tolist(),
            "targets": np.round(samples.targets[shown], 3).tolist(),
            "task": self.description.task,
            "extent": extent.tolist(),
        }
