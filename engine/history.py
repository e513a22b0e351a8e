"""What a run remembers of its own past: every epoch's metrics, and its weights at chosen moments."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.trainers.trainer import METRICS, Array

MOMENTS_BYTES = 4_000_000
"""Memory that the kept weights of one run may take."""
OCTAVES = 17
"""How often the number of epochs can double within the limit of 100 000."""


class History:
    """Metrics of all epochs, row e being the state after epoch e, and weights at moments thinned logarithmically.

    Weights are kept after epoch 0, 1, 2, …; each time the number of epochs doubles, the distance between two
    kept moments doubles as well, so that memory grows with its logarithm.
    """

    def __init__(self, first: Array, parameter_bytes: int) -> None:
        self._rows = np.empty((256, len(METRICS)), np.float32)
        self._rows[0] = first
        self._count = 1
        self.moments: dict[int, dict[str, Array]] = {}
        affordable = MOMENTS_BYTES // max(1, parameter_bytes * OCTAVES)
        self._per_octave = 1 << (min(max(affordable, 1), 8).bit_length() - 1)

    @property
    def rows(self) -> Array:
        """Return the metrics of all epochs so far, shape (epochs + 1, 4)."""
        return self._rows[: self._count]

    def append(self, rows: Array) -> None:
        """Add the rows of epochs that ended, shape (epochs, 4)."""
        needed = self._count + len(rows)
        if needed > len(self._rows):
            grown = np.empty((max(needed, 2 * len(self._rows)), len(METRICS)), np.float32)
            grown[: self._count] = self.rows
            self._rows = grown
        self._rows[self._count : needed] = rows
        self._count = needed

    def rewrite(self, epoch: int, rows: Array) -> None:
        """Let rows be those from an epoch on, shape (epochs, 4)."""
        self._count = epoch
        self.append(rows)

    def correct(self, row: Array) -> None:
        """Replace the metrics of the last epoch, where the samples are others now; row has shape (4,)."""
        self._rows[self._count - 1] = row

    def next_moment(self, epoch: int) -> int:
        """Return the first epoch after this one whose weights are to be kept."""
        following = epoch + 1
        octave = 1 << (following.bit_length() - 1)
        distance = max(1, octave // self._per_octave)
        return -(-following // distance) * distance

    def keep(self, epoch: int, parameters: Mapping[str, Array]) -> None:
        """Keep the weights after an epoch."""
        self.moments[epoch] = dict(parameters)
