"""A run as bytes: what its next step depends on, and its history in parts that are joined again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from engine.errors import SnapshotError
from engine.history import Epochs, History
from engine.packing import Tensors, header, pack, places
from engine.trainers.trainer import METRICS, Array

if TYPE_CHECKING:
    from engine.network import Network
    from engine.trainers.trainer import Trainer

FORMAT = "5"
EPOCH, STATE, BEST = "epoch", "state.", "best."
EPOCH_FORM = np.dtype("<i8")


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
    """Saves the state of one run again and again; what is the same in the file's header is kept."""

    def __init__(self) -> None:
        self._network: Network | None = None
        self._ending: Mapping[str, Any] = {}
        self._laid_out: object = None
        self._places = ""
        self._header = b""

    def pack(
        self, network: Network, ending: Mapping[str, Any], epoch: int, trainer: Trainer, best: Tensors
    ) -> bytes:
        """Return the state of a run; tensors of the same nodes have the same shapes as long as they are as large."""
        numbers = trainer.state_bytes() + b"".join([values.tobytes() for values in best.values()])
        laid_out = (network.nodes, type(network.spec.optimizer), len(numbers), bool(best))
        if network is not self._network or ending != self._ending or laid_out != self._laid_out:
            if laid_out != self._laid_out:
                self._places = places(_named(epoch, trainer.state(), best))
            self._network, self._ending, self._laid_out = network, ending, laid_out
            texts = {"spec": network.spec.model_dump_json(), "extra": json.dumps(ending)}
            self._header = header(self._places, {"format": FORMAT, **texts})
        return self._header + epoch.to_bytes(EPOCH_FORM.itemsize, "little") + numbers


def _named(epoch: int, state: Tensors, best: Tensors) -> dict[str, NDArray[np.generic]]:
    """Return the tensors of a state as the file names them."""
    tensors: dict[str, NDArray[np.generic]] = {EPOCH: np.array([epoch], EPOCH_FORM)}
    for prefix, values in ((STATE, state), (BEST, best)):
        tensors |= {prefix + name: value for name, value in values.items()}
    return tensors


def pack_history(history: History, since: int) -> bytes:
    """Return what is kept from an epoch on: rows (epochs, 4), and weights (moments, parameters)."""
    moments, weights = history.moments.since(since)
    epochs, rows = history.kept_since(since)
    tensors: Tensors = {
        "since": np.array([since], np.int64),
        "epochs": epochs,
        "rows": rows,
        "moment_epochs": np.array(moments, np.int64),
        "moments": weights,
    }
    return pack(tensors, {"format": FORMAT})


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
    epochs, rows = np.empty(0, np.uint32), np.empty((0, len(METRICS)), np.float32)
    moments: dict[int, dict[str, Array]] = {}
    next_epoch = 0
    for part in parts:
        tensors, _ = _load(part)
        try:
            (since,) = tensors["since"].tolist()
            own_epochs, own_rows = _rows_of(tensors)
            own_moments = tensors["moment_epochs"].tolist()
            kept = np.asarray(tensors["moments"], np.float32).reshape(len(own_moments), _size(layout))
        except (KeyError, ValueError, TypeError) as error:
            raise _nonsense() from error
        if since > next_epoch:
            raise SnapshotError(
                f"A part of the history must go on from epoch {next_epoch}; got {since}.", "Start anew."
            )
        before = int(np.searchsorted(epochs, since))
        epochs = np.concatenate([epochs[:before], own_epochs])
        rows = np.concatenate([rows[:before], own_rows])
        next_epoch = int(epochs[-1]) + 1
        moments |= {epoch: _parted(values, layout) for epoch, values in zip(own_moments, kept, strict=True)}
    if not len(epochs) or epochs[0] != 0 or 0 not in moments:
        raise _nonsense()
    if next_epoch - 1 != end:
        raise SnapshotError(f"The history must end with epoch {end}; got {next_epoch - 1}.", "Start anew.")
    history = History(rows[0], 4 * _size(layout))
    for epoch, weights in moments.items():
        history.keep(epoch, weights)
    history.restore(epochs, rows)
    return history


def _rows_of(tensors: Mapping[str, NDArray[Any]]) -> tuple[Epochs, Array]:
    """Return the epochs of a part, rising, and their rows (epochs, 4); raise ValueError where they are none."""
    epochs, rows = np.asarray(tensors["epochs"], np.uint32), np.asarray(tensors["rows"], np.float32)
    rising = epochs.ndim == 1 and bool((np.diff(epochs.astype(np.int64)) > 0).all())
    if not len(epochs) or not rising or rows.shape != (len(epochs), len(METRICS)):
        raise ValueError
    return epochs, rows


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
