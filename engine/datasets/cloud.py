"""Parameters that every data set drawn at random shares."""

from __future__ import annotations

from engine.concepts import parameter
from engine.datasets.dataset import Dataset


class Cloud(Dataset):
    """A data set of any number of samples, with noise. Not a kind of its own."""

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
