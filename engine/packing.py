"""Writes tensors as safetensors, a few of them often: what does not change from one time to the next is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

DTYPES = {
    "|b1": "BOOL",
    "|u1": "U8",
    "|i1": "I8",
    "<i4": "I32",
    "<u4": "U32",
    "<i8": "I64",
    "<u8": "U64",
    "<f4": "F32",
    "<f8": "F64",
}
"""How the format calls what numpy has."""

Tensors = Mapping[str, NDArray[np.generic]]


class Packer:
    """Packs tensors whose names, shapes and metadata are mostly those of the time before.

    The safetensors package builds the file's header anew each time, which takes five times as long as all the
    rest for a network of three layers.
    """

    def __init__(self) -> None:
        self._layout: object = None
        self._header = b""

    def pack(self, tensors: Tensors, metadata: Mapping[str, str]) -> bytes:
        """Return a safetensors file: the header's length in 8 bytes, the header as JSON, the numbers."""
        layout = ([(name, values.dtype, values.shape) for name, values in tensors.items()], dict(metadata))
        if layout != self._layout:
            self._header = _header(tensors, metadata)
            self._layout = layout
        return b"".join([self._header, *(values.tobytes() for values in tensors.values())])


def _header(tensors: Tensors, metadata: Mapping[str, str]) -> bytes:
    """Return the length of the header and the header, which says where each tensor lies."""
    described: dict[str, object] = {"__metadata__": dict(metadata)}
    end = 0
    for name, values in tensors.items():
        begin, end = end, end + values.nbytes
        described[name] = {
            "dtype": DTYPES[values.dtype.str],
            "shape": list(values.shape),
            "data_offsets": [begin, end],
        }
    text = json.dumps(described, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text
