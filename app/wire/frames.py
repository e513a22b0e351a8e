"""Measurements as bytes: one msgpack map for each frame, arrays as raw little-endian bytes.

A shard packs everything but the head; the server, which numbers frames as they leave, puts the head before
it without looking inside.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any, Final

import msgpack
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_DTYPES: Final = {"u1": "u8", "i1": "u8", "b1": "u8", "u4": "u32", "i4": "u32", "u8": "u32", "i8": "u32"}
_BODY_FIELDS: Final = 5
_FAST: Final = 1
"""With run lengths alone, since after the prediction there is nothing else that repeats: quicker and smaller."""


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
        deflate = zlib.compressobj(_FAST, strategy=zlib.Z_RLE)
        packed = deflate.compress(residual(value).data) + deflate.flush()
        if len(packed) < value.nbytes:
            return {"dtype": "u8", "shape": value.shape, "packed": packed}
    return _pack_array(value)


def residual(maps: Array) -> Array:
    """What is left of each map, shape (…, rows, columns), when every byte is predicted from its neighbors.

    ``r[y,x] = v[y,x] - v[y-1,x] - v[y,x-1] + v[y-1,x-1]`` modulo 256, with zeros outside: small where a map
    is smooth, so that it compresses well. The inverse is a running sum along both axes.
    """
    from engine.trainers.maps import write_residuals

    stacked = np.ascontiguousarray(maps).reshape(-1, *maps.shape[-2:])
    result = np.empty_like(stacked)
    write_residuals(stacked, result)
    return result.reshape(maps.shape)


_CAST: Final[dict[str, str]] = {"u8": "|u1", "u32": "<u4", "f32": "<f4"}


def _bytes(value: Array, dtype: str) -> bytes:
    """The array's values, row-major and little-endian."""
    return np.ascontiguousarray(value, dtype=_CAST[dtype]).tobytes()
