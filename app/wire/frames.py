"""Measurements as bytes: one msgpack map for each frame, arrays as raw little-endian bytes.

A shard packs everything but the head; the server, which numbers frames as they leave, puts the head before
it without looking inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgpack
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_DTYPES: Final = {"u1": "u8", "i1": "u8", "b1": "u8", "u4": "u32", "i4": "u32", "u8": "u32", "i8": "u32"}
_BODY_FIELDS: Final = 5


def pack_body(measured: Mapping[str, Any], epochs_per_second: float, *, packed: bool) -> bytes:
    """The fields of a frame that the shard knows, as the inside of a msgpack map.

    Parameters
    ----------
    measured
        What ``Run.measure`` gave.
    epochs_per_second
        How fast the run goes by the clock on the wall.
    packed
        Whether the client can unpack compressed maps.
    """
    pack = msgpack.Packer(default=_pack_map if packed else _pack_array).pack
    pieces: list[bytes] = []
    for name, value in (
        ("epoch", measured["epoch"]),
        ("step", measured["step"]),
        ("epochs_per_second", epochs_per_second),
        ("metrics", measured["metrics"]),
        ("probes", measured["probes"]),
    ):
        pieces += (pack(name), pack(value))
    return b"".join(pieces)


def head(run: str, seq: int) -> bytes:
    """The beginning of a frame's msgpack map, up to where the packed body goes on."""
    fields = {"op": "frame", "run": run, "seq": seq}
    opened: bytes = msgpack.Packer().pack_map_header(len(fields) + _BODY_FIELDS)
    inside: bytes = msgpack.packb(fields)[1:]
    return opened + inside


def _pack_array(value: object) -> object:
    """An array as ``{dtype, shape, data}``."""
    if isinstance(value, np.generic):
        return value.item()
    if not isinstance(value, np.ndarray):
        raise TypeError(f"A frame can carry arrays, numbers and text; got {type(value).__name__}.")
    dtype = "f32" if value.dtype.kind == "f" else _DTYPES[value.dtype.str[1:]]
    return {"dtype": dtype, "shape": value.shape, "data": _bytes(value, dtype)}


def _pack_map(value: object) -> object:
    """An array as ``{dtype, shape, data}``, or ``{dtype, shape, packed}`` where that is smaller."""
    if isinstance(value, np.ndarray) and value.dtype == np.uint8 and value.ndim > 1:
        packed = pack_maps(value)
        if len(packed) < value.nbytes:
            return {"dtype": "u8", "shape": value.shape, "packed": packed}
    return _pack_array(value)


def pack_maps(maps: Array) -> bytes:
    """Maps, shape (…, rows, columns), as residuals of their neighbors in half bytes: ``engine.trainers.maps``."""
    from engine.trainers.maps import encode

    stacked = np.ascontiguousarray(maps).reshape(-1, *maps.shape[-2:])
    code = np.empty(3 * stacked.size // 2 + 2, np.uint8)
    return code[: encode(stacked, code)].tobytes()


_CAST: Final[dict[str, str]] = {"u8": "|u1", "u32": "<u4", "f32": "<f4"}


def _bytes(value: Array, dtype: str) -> bytes:
    """The array's values, row-major and little-endian."""
    return np.ascontiguousarray(value, dtype=_CAST[dtype]).tobytes()
