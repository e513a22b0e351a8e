"""Saves a run as safetensors and reads it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from engine.errors import SnapshotError
from engine.history import History

FORMAT = "2"
State = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True)
class Saved:
    """What a snapshot holds."""

    spec: dict[str, Any]
    extra: dict[str, Any]
    state: dict[str, NDArray[np.generic]]
    history: History
    best: dict[str, NDArray[np.float32]]
    """The best weights so far, where a run keeps them."""


def pack(
    spec: Mapping[str, Any], extra: Mapping[str, Any], state: State, history: History, best: State
) -> bytes:
    """Return spec, state and history as the bytes of a safetensors file."""
    tensors = {f"state.{name}": np.ascontiguousarray(values) for name, values in state.items()}
    tensors |= {f"best.{name}": np.ascontiguousarray(values) for name, values in best.items()}
    tensors["history.rows"] = np.ascontiguousarray(history.rows)
    for epoch, parameters in history.moments.items():
        for name, values in parameters.items():
            tensors[f"moment.{epoch}.{name}"] = np.ascontiguousarray(values)
    metadata = {"format": FORMAT, "spec": json.dumps(spec), "extra": json.dumps(extra)}
    return save(tensors, metadata)


def unpack(data: bytes) -> Saved:
    """Return what ``pack`` saved.

    Raises
    ------
    SnapshotError
        Where the bytes are not a snapshot of this format.
    """
    try:
        metadata = read_metadata(data)
        tensors = load(data)
        if metadata["format"] != FORMAT:
            raise SnapshotError(
                f"A snapshot must have format {FORMAT}; got {metadata['format']}.", "Start anew."
            )
        spec, extra = json.loads(metadata["spec"]), json.loads(metadata["extra"])
    except (SafetensorError, KeyError, ValueError) as error:
        raise SnapshotError("These bytes are not a snapshot of a run.", "Start the run anew.") from error
    state, best = (
        {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
        for prefix in ("state.", "best.")
    )
    return Saved(spec, extra, state, read_history(tensors), best)


def read_history(tensors: State) -> History:
    """Return the history among the tensors of a snapshot."""
    rows = np.asarray(tensors["history.rows"], dtype=np.float32)
    moments: dict[int, dict[str, NDArray[np.float32]]] = {}
    for full, value in tensors.items():
        if full.startswith("moment."):
            _, epoch, name = full.split(".", 2)
            moments.setdefault(int(epoch), {})[name] = np.asarray(value, dtype=np.float32)
    size = sum(values.nbytes for values in moments.get(0, {}).values())
    history = History(rows[0], size)
    history.append(rows[1:])
    history.moments = dict(sorted(moments.items()))
    return history


def read_metadata(data: bytes) -> dict[str, str]:
    """Return the metadata of a safetensors file: a length of 8 bytes, then a JSON header."""
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    metadata: dict[str, str] = header["__metadata__"]
    return metadata
