"""A run as bytes: what its next step depends on, and its history in parts that are joined again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from engine.errors import SnapshotError
from engine.history import History
from engine.packing import Packer, Tensors
from engine.spec import Spec
from engine.trainers.trainer import METRICS, Array

FORMAT = "3"
EPOCH, STATE, BEST = "epoch", "state.", "best."


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything needed to go on bit-identically; all bytes are safetensors.

    Attributes
    ----------
    state : bytes
        Spec, weights, optimizer, generators, counters: a few kilobytes for a small network.
    history : tuple of bytes
        Metrics and kept weights of all epochs. The first part begins at epoch 0, each other one where an
        earlier ends, at the latest; what a later part says of an epoch counts.
    """

    state: bytes
    history: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """Return the bytes of it all."""
        return len(self.state) + sum(map(len, self.history))


@dataclass(frozen=True)
class Saved:
    """What the state of a snapshot holds."""

    spec: dict[str, Any]
    extra: dict[str, Any]
    epoch: int
    state: dict[str, NDArray[Any]]
    best: dict[str, NDArray[Any]]
    """The best weights so far, where a run keeps them."""


class StatePacker:
    """Saves the state of one run again and again."""

    def __init__(self) -> None:
        self._packer = Packer()
        self._spec: Spec | None = None
        self._text = ""

    def pack(self, spec: Spec, extra: Mapping[str, Any], epoch: int, state: Tensors, best: Tensors) -> bytes:
        """Return the state of a run; ``spec`` is frozen, so its text is written once."""
        if spec is not self._spec:
            self._spec, self._text = spec, json.dumps(spec.document())
        tensors: dict[str, NDArray[np.generic]] = {EPOCH: np.array([epoch], np.int64)}
        for prefix, values in ((STATE, state), (BEST, best)):
            tensors |= {prefix + name: value for name, value in values.items()}
        return self._packer.pack(tensors, {"format": FORMAT, "spec": self._text, "extra": json.dumps(extra)})


def pack_history(history: History, since: int) -> bytes:
    """Return what there is from an epoch on: rows (epochs, 4), and kept weights (moments, parameters)."""
    moments = [(epoch, values) for epoch, values in history.moments.items() if epoch >= since]
    names = list(history.moments[0])
    kept = np.empty((len(moments), _size(history.moments[0])), np.float32)
    for place, (_, values) in enumerate(moments):
        np.concatenate([values[name].ravel() for name in names], out=kept[place])
    tensors: Tensors = {
        "epochs": np.array([since, *(epoch for epoch, _ in moments)], np.int64),
        "rows": history.rows[since:],
        "moments": kept,
    }
    return Packer().pack(tensors, {"format": FORMAT})


def unpack(data: bytes) -> Saved:
    """Return what ``StatePacker`` saved.

    Raises
    ------
    SnapshotError
        Where the bytes are not the state of a run in this format.
    """
    tensors, metadata = _load(data)
    try:
        spec, extra = json.loads(metadata["spec"]), json.loads(metadata["extra"])
        epoch = int(tensors[EPOCH][0])
    except (KeyError, ValueError) as error:
        raise _nonsense() from error
    state, best = (
        {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
        for prefix in (STATE, BEST)
    )
    return Saved(spec, extra, epoch, state, best)


def join_history(parts: Sequence[bytes], layout: Mapping[str, Array], end: int) -> History:
    """Return the history that was saved in parts and ends with epoch ``end``.

    Parameters
    ----------
    layout
        Parameters of the network by name, in the order and of the shapes in which weights were kept.

    Raises
    ------
    SnapshotError
        Where parts are missing, or belong to another network.
    """
    history: History | None = None
    size = _size(layout)
    for part in parts:
        tensors, _ = _load(part)
        try:
            (since, *epochs), rows = tensors["epochs"].tolist(), np.asarray(tensors["rows"], np.float32)
            kept = np.asarray(tensors["moments"], np.float32).reshape(len(epochs), size)
        except (KeyError, ValueError) as error:
            raise _nonsense() from error
        if rows.ndim != 2 or rows.shape[1] != len(METRICS) or not len(rows):
            raise _nonsense()
        if history is None:
            history = History(rows[0], 4 * size)
        if since > len(history.rows):
            raise SnapshotError(
                f"A part of the history must go on from epoch {len(history.rows)}; got {since}.",
                "Start anew.",
            )
        history.rewrite(since, rows)
        for epoch, values in zip(epochs, kept, strict=True):
            history.keep(epoch, _parted(values, layout))
    if history is None or 0 not in history.moments:
        raise _nonsense()
    if len(history.rows) - 1 != end:
        raise SnapshotError(
            f"The history must end with epoch {end}; got {len(history.rows) - 1}.", "Start anew."
        )
    return history


def _size(parameters: Mapping[str, Array]) -> int:
    """Return how many numbers there are."""
    return sum(values.size for values in parameters.values())


def _parted(values: Array, layout: Mapping[str, Array]) -> dict[str, Array]:
    """Return numbers in a row as parameters."""
    borders = np.cumsum([part.size for part in layout.values()])[:-1]
    parts = np.split(values, borders)
    return {name: part.reshape(layout[name].shape) for name, part in zip(layout, parts, strict=True)}


def _load(data: bytes) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    """Return tensors and metadata of a safetensors file of this format."""
    try:
        metadata = read_metadata(data)
        tensors = load(data)
        if metadata["format"] != FORMAT:
            raise SnapshotError(
                f"A snapshot must have format {FORMAT}; got {metadata['format']}.", "Start anew."
            )
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise _nonsense() from error
    return tensors, metadata


def _nonsense() -> SnapshotError:
    return SnapshotError("These bytes are not a snapshot of a run.", "Start the run anew.")


def read_metadata(data: bytes) -> dict[str, str]:
    """Return the metadata of a safetensors file: a length of 8 bytes, then a JSON header."""
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    metadata: dict[str, str] = header["__metadata__"]
    return metadata
