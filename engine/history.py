"""What a run remembers of its own past: metrics of its epochs, and its weights at chosen moments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from engine.trainers.trainer import METRICS, Array

MOMENTS_BYTES = 4_000_000
"""Memory that the kept weights of one run may take."""
OCTAVES = 17
"""How often the number of epochs can double within the limit of 100 000."""
WHOLE = 1024
"""So many of the newest epochs are kept one and all, and at most twice as many."""
OLDER = 2048
"""So many epochs before those, evenly spread over them, and the moments."""
GROWTH = 8

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

    Of the newest epochs, at least ``WHOLE``, all rows are kept, of older ones every second, fourth, … so that there
    are at most ``OLDER``, and those of the moments. Which ones depends on the last epoch alone.

    Attributes
    ----------
    epoch : int
        The last epoch.
    keeps_all : bool
        Whether every row is kept, since something that decides about training may look at any of them.
    thinned_until : int
        The epoch before which rows were left out.
    """

    def __init__(self, first: Array, parameter_bytes: int, keeps_all: bool = False) -> None:
        self.epoch = 0
        self.keeps_all = keeps_all
        self.moments = Moments()
        self._count = 1
        self._move(np.zeros(1, np.uint32), first[np.newaxis], 256)
        self._whole_from = 0
        self.thinned_until = 0
        affordable = MOMENTS_BYTES // max(1, parameter_bytes * OCTAVES)
        self._per_octave = 1 << (min(max(affordable, 1), 8).bit_length() - 1)

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
        return self.rows[self._place(max(epoch, self._whole_from)) :]

    def kept_since(self, epoch: int) -> tuple[Epochs, Array]:
        """Return the epochs that are kept from one on, and their rows."""
        whole = epoch >= self._whole_from
        start = max(0, self._place(epoch)) if whole else int(np.searchsorted(self.epochs, epoch))
        return self.epochs[start:], self.rows[start:]

    def at(self, epochs: int | Sequence[int]) -> Array:
        """Return the rows of epochs, or of the last kept ones before them, shape (…, 4)."""
        return self.rows[np.searchsorted(self.epochs, epochs, "right") - 1]

    def thinned(self, first: int, stride: int) -> tuple[Epochs, Array]:
        """Return every ``stride``-th epoch from one on and always the last, of those that are kept, with their columns.

        The columns have shape (4, epochs).
        """
        last = self._count - 1
        if first >= self._whole_from:
            before: slice | NDArray[np.intp] = slice(self._place(first), last, stride)
        else:
            wanted = (self.epochs >= first) & (self.epochs % stride == 0)
            before = np.flatnonzero(wanted[:last])
        chosen = self._epochs[before]
        count = len(chosen)
        epochs, columns = np.empty(count + 1, np.uint32), np.empty((len(METRICS), count + 1), np.float32)
        epochs[:count], epochs[count] = chosen, self._epochs[last]
        columns[:, :count], columns[:, count] = self._rows[before].T, self._rows[last]
        return epochs, columns

    def _place(self, epoch: int) -> int:
        """Return the place of an epoch behind which there is no gap."""
        return self._count - 1 - (self.epoch - epoch)

    def append(self, rows: Array) -> None:
        """Add the rows of epochs that ended, shape (epochs, 4)."""
        if not len(rows):
            return
        needed = self._count + len(rows)
        if needed > len(self._rows):
            room = 2 * len(self._rows) if self.keeps_all else min(2 * len(self._rows), needed + WHOLE)
            self._move(self.epochs, self.rows, max(room, needed))
        self._rows[self._count : needed] = rows
        self._count = needed
        self.epoch += len(rows)
        if not self.keeps_all:
            # Always at the same epochs, however training is split over calls.
            self._thin(WHOLE * (self.epoch // WHOLE - 1))

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

    def restore(self, epochs: Epochs, rows: Array, thinned_until: int) -> None:
        """Take over what another history had kept, from epoch 0 on, shape (kept, 4), and thin it as that one was."""
        self._move(epochs, rows, len(rows) + WHOLE)
        self.epoch = int(epochs[-1])
        self._thin(thinned_until)

    def _move(self, epochs: Epochs, rows: Array, room: int) -> None:
        """Let these be the rows, with room for so many; the epochs of those to come are written there already."""
        count = len(rows)
        moved, numbers = np.empty((room, len(METRICS)), np.float32), np.empty(room, np.uint32)
        moved[:count], numbers[:count] = rows, epochs
        numbers[count:] = np.arange(1, room - count + 1) + epochs[-1]
        self._rows, self._epochs, self._count = moved, numbers, count

    def _thin(self, until: int) -> None:
        """Leave out rows of epochs before another one, a multiple of ``WHOLE``, unless that was done before."""
        if until <= self.thinned_until:
            return
        self.thinned_until = until
        stride = 1 << ((until + WHOLE) // OLDER).bit_length()
        kept = (self.epochs >= until) | (self.epochs % stride == 0)
        moments = self.epochs.searchsorted(np.fromiter(self.moments, np.uint32))
        kept[moments[moments < self._count]] = True
        places = np.flatnonzero(kept)
        self._move(self.epochs[places], self.rows.take(places, axis=0), len(places) + WHOLE)
        self._whole_from = self._last_gap()

    def _last_gap(self) -> int:
        """Return the first epoch from which on no row is missing."""
        gaps = np.flatnonzero(np.diff(self.epochs) > 1)
        return int(self.epochs[gaps[-1] + 1]) if len(gaps) else 0
