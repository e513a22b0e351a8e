"""What a run remembers of its own past: metrics of its epochs, and its weights at chosen moments."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from engine.trainers.trainer import METRICS, Array

MOMENTS_BYTES = 4_000_000
"""Memory that the kept weights of one run may take."""
OCTAVES = 17
"""How often the number of epochs can double within the limit of 100 000."""
EACH = 256
"""So many of the first epochs are measured one and all; from there on half as many of each doubling."""
GROWTH, FIRST_ROOM = 8, 256
"""Moments by which their room grows, and rows that there is room for at first."""

Epochs = NDArray[np.uint32]


class Moments(Mapping[int, dict[str, Array]]):
    """Weights after some epochs, in the order in which they were kept; each moment is one row of numbers."""

    def __init__(self) -> None:
        self._places: dict[int, int] = {}
        self._layout: list[tuple[str, int, tuple[int, ...]]] = []
        self._numbers = np.empty((0, 0), np.float32)

    def keep(self, epoch: int, parameters: Mapping[str, Array]) -> None:
        """Keep the weights after an epoch; names and shapes are those of the first moment."""
        if not self._layout:
            self._layout = [(name, values.size, values.shape) for name, values in parameters.items()]
            self._numbers = np.empty((1, sum(size for _, size, _ in self._layout)), np.float32)
        place = self._places.setdefault(epoch, len(self._places))
        if place == len(self._numbers):
            grown = np.empty((place + GROWTH, self._numbers.shape[1]), np.float32)
            grown[:place] = self._numbers
            self._numbers = grown
        np.concatenate([parameters[name].ravel() for name, _, _ in self._layout], out=self._numbers[place])

    def since(self, epoch: int) -> tuple[list[int], Array]:
        """Return the moments from an epoch on, and their weights as rows of numbers (moments, parameters)."""
        found = list(takewhile(lambda kept: kept >= epoch, reversed(self._places)))[::-1]
        return found, self._numbers[len(self) - len(found) : len(self)]

    def __getitem__(self, epoch: int) -> dict[str, Array]:
        row = self._numbers[self._places[epoch]]
        found, start = {}, 0
        for name, size, shape in self._layout:
            found[name] = row[start : start + size].reshape(shape)
            start += size
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class History:
    """Metrics of epochs, the row of epoch e being the state after it, and weights at moments thinned logarithmically.

    Weights are kept after epoch 0, 1, 2, …; each time the number of epochs doubles, the distance between two
    kept moments doubles as well, so that memory grows with its logarithm.

    Metrics are measured after each of the first ``EACH`` epochs, then after every second, every fourth, …, twice as
    rarely each time the number of epochs doubles: at every moment, therefore. The last epoch always has a row.

    Attributes
    ----------
    epoch : int
        The last epoch.
    keeps_all : bool
        Whether every epoch is measured, since something that decides about training may look at any of them.
    """

    def __init__(self, first: Array, parameter_bytes: int, keeps_all: bool = False) -> None:
        self.keeps_all = keeps_all
        self.moments = Moments()
        self.epoch, self._count = 0, 1
        self._rows = np.empty((FIRST_ROOM, len(METRICS)), np.float32)
        self._epochs: Epochs = np.zeros(FIRST_ROOM, np.uint32)
        self._rows[0] = first
        affordable = MOMENTS_BYTES // max(1, parameter_bytes * OCTAVES)
        self._per_octave = 1 << (min(max(affordable, 1), 8).bit_length() - 1)

    @property
    def distance(self) -> int:
        """Return every which epoch is to be measured until the next moment, beside the last."""
        return 1 if self.keeps_all else 1 << (self.epoch // EACH).bit_length()

    @property
    def rows(self) -> Array:
        """Return the metrics of the kept epochs, shape (kept, 4); the last row is that of the last epoch."""
        return self._rows[: self._count]

    @property
    def last(self) -> Array:
        """Return the metrics of the last epoch, shape (4,)."""
        row: Array = self._rows[self._count - 1]
        return row

    @property
    def epochs(self) -> Epochs:
        """Return the epochs whose metrics are kept, rising from 0, shape (kept,)."""
        return self._epochs[: self._count]

    def since(self, epoch: int) -> Array:
        """Return the rows from an epoch on without a gap, or from where they begin to be without one."""
        start, last = self._place(epoch), self._count - 1
        # Behind the last gap an epoch and its place are as far apart as they are at the end; before it they are nearer.
        missing = int(self._epochs[last]) - last
        behind = bisect_left(range(start, last), missing, key=lambda place: int(self._epochs[place]) - place)
        return self.rows[start + behind :]

    def kept_since(self, epoch: int) -> tuple[Epochs, Array]:
        """Return the epochs that are kept from one on, and their rows."""
        start = self._place(epoch)
        return self.epochs[start:], self.rows[start:]

    def at(self, epochs: int | Sequence[int]) -> Array:
        """Return the rows of epochs, or of the last kept ones before them, shape (…, 4)."""
        return self.rows[np.searchsorted(self.epochs, epochs, "right") - 1]

    def thinned(self, first: int, stride: int) -> tuple[Epochs, Array]:
        """Return every ``stride``-th epoch from one on and always the last, of those that are kept, with their columns.

        The columns have shape (4, epochs).
        """
        start, end = self._place(first), self._count
        epochs, rows = self._epochs[start:end], self._rows[start:end]
        # What is kept has at least the multiples of the present distance; where it has no more, all of them are wanted.
        step = max(stride, self.distance)
        if end - start - 1 > -(-self.epoch // step) + -first // step:
            wanted = epochs & np.uint32(stride - 1) == 0
            wanted[-1] = True
            epochs, rows = epochs[wanted], rows[wanted]
        return epochs.copy(), rows.T.copy()

    def _place(self, epoch: int) -> int:
        """Return the place of an epoch, or of the first kept one behind it."""
        guess = self._count - 1 - -(-(self.epoch - epoch) // self.distance)
        if 0 <= guess < self._count and self._epochs[guess] == epoch:  # as it is for all who look often
            return guess
        return int(self.epochs.searchsorted(np.uint32(epoch)))

    def append(self, ended: int, rows: Array) -> None:
        """Add epochs that ended: the rows of every ``distance``-th and of the last, shape (measured, 4)."""
        if not ended:
            return
        distance, before = self.distance, self.epoch
        if before % distance:  # it was measured only because it was the last
            self._count -= 1
        first, needed = before + distance - before % distance, self._count + len(rows)
        self._make_room(needed)
        self._rows[self._count : needed] = rows
        self._epochs[self._count : needed] = np.arange(first, first + distance * len(rows), distance)
        self.epoch += ended
        self._epochs[needed - 1] = self.epoch
        self._count = needed

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
        self.moments.keep(epoch, parameters)

    def restore(self, epochs: Epochs, rows: Array) -> None:
        """Take over what another history had kept, from epoch 0 on, shape (kept, 4)."""
        self._epochs, self._rows, self._count = epochs, rows, len(epochs)
        self.epoch = int(epochs[-1])

    def _make_room(self, needed: int) -> None:
        """Have room for at least so many rows."""
        room = len(self._rows)
        if needed > room:
            more = max(needed, 2 * room) - room
            self._rows = np.concatenate([self._rows, np.empty((more, len(METRICS)), np.float32)])
            self._epochs = np.concatenate([self._epochs, np.empty(more, np.uint32)])
