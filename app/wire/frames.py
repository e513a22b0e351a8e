"""Measurements as bytes: one msgpack map for each frame, arrays as raw little-endian bytes.

A shard packs everything but the head; the server, which numbers frames as they leave, puts the head before
it without looking inside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, Final

import msgpack
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_FORMS: Final[dict[np.dtype[Any], tuple[str, str | None]]] = {
    np.dtype("<f4"): ("f32", None),
    np.dtype("u1"): ("u8", None),
    np.dtype("<u4"): ("u32", None),
    np.dtype("i1"): ("u8", "u1"),
    np.dtype("?"): ("u8", "u1"),
    np.dtype("<i4"): ("u32", "<u4"),
    np.dtype("<i8"): ("u32", "<u4"),
    np.dtype("<u8"): ("u32", "<u4"),
    np.dtype("<f8"): ("f32", "<f4"),
    np.dtype("<f2"): ("f32", "<f4"),
}
"""What the wire calls an array's numbers, and what they are turned into where they are not that already."""

_BODY_FIELDS: Final = 5
_ROOM: Final = 8192
"""Bytes that a packer takes at first; its own choice of a quarter of a megabyte would be fetched for every frame."""


def pack_body(measured: Mapping[str, Any], epochs_per_second: float, *, packed: bool) -> bytes:
    """The fields of a frame that the shard knows, as the inside of a msgpack map.

    Parameters
    ----------
    measured
        What ``Run.measured`` gave.
    epochs_per_second
        How fast the run goes by the clock on the wall.
    packed
        Whether the client can read arrays in short form, and unpack compressed maps.
    """
    packer = msgpack.Packer(default=_pack_short if packed else _pack_array, buf_size=_ROOM)
    fields = {
        "epoch": measured["epoch"],
        "step": measured["step"],
        "epochs_per_second": epochs_per_second,
        "metrics": measured["metrics"],
        "probes": measured["probes"],
    }
    whole: bytes = packer.pack(fields)
    return whole[1:]  # The head opens the map.


def head(run: str, seq: int) -> bytes:
    """The beginning of a frame's msgpack map, up to where the packed body goes on."""
    number: bytes = _NUMBERS.pack(seq)
    return _opening(run) + number


_NUMBERS: Final = msgpack.Packer(buf_size=16)


@lru_cache(maxsize=1024)
def _opening(run: str) -> bytes:
    """What comes before the number, which is the same in all frames of a run."""
    whole: bytes = msgpack.packb({"op": "frame", "run": run, "seq": 0})
    return bytes([whole[0] + _BODY_FIELDS]) + whole[1:-1]  # Without the number, which is one byte.


def _pack_array(value: object) -> object:
    """An array as ``{dtype, shape, data}``."""
    if not isinstance(value, np.ndarray):
        if isinstance(value, np.generic):
            return value.item()
        raise TypeError(f"A frame can carry arrays, numbers and text; got {type(value).__name__}.")
    name, other = _FORMS[value.dtype]
    data = value if other is None else value.astype(other)
    return {"dtype": name, "shape": value.shape, "data": data.tobytes()}


def _pack_short(value: object) -> object:
    """An array as an extension of msgpack: its type says which numbers, its bytes begin with the shape.

    Maps of bytes are packed where that is smaller. What has no short form comes in the other.
    """
    if isinstance(value, np.ndarray):
        form = _short_form(value.dtype, value.shape)
        if form is not None:
            kind, shape = form
            if kind == EXTENSIONS["u8"] and value.ndim > 1:
                packed = pack_maps(value)
                if len(packed) < value.nbytes:
                    return _new(msgpack.ExtType, (EXTENSIONS["packed"], shape + packed))
            return _new(msgpack.ExtType, (kind, shape + value.tobytes()))
    return _pack_array(value)


EXTENSIONS: Final = {"u8": 1, "u32": 2, "f32": 3, "packed": 4}
"""Types of msgpack's extensions that carry arrays to clients that accept "packed"."""
LONGEST_AXIS: Final = 0xFFFF

_new: Final = tuple.__new__
"""Makes an extension without the checks that its class does in Python, once for every array of every frame."""


@lru_cache(maxsize=1024)
def _short_form(dtype: np.dtype[Any], shape: tuple[int, ...]) -> tuple[int, bytes] | None:
    """Type of the extension, and the shape as a byte with the number of axes and two for the length of each."""
    name, other = _FORMS[dtype]
    if other is not None or max(shape, default=0) > LONGEST_AXIS:
        return None
    lengths = b"".join(length.to_bytes(2, "little") for length in shape)
    return EXTENSIONS[name], bytes([len(shape)]) + lengths


def pack_maps(maps: Array) -> bytes:
    """Maps, shape (…, rows, columns), as residuals of their neighbors in half bytes: ``engine.trainers.maps``."""
    stacked = np.ascontiguousarray(maps)
    if maps.ndim != 3:
        stacked = stacked.reshape(-1, *maps.shape[-2:])
    code = np.empty(3 * stacked.size // 2 + 2, np.uint8)
    return code[: _encoder()(stacked, code)].tobytes()


@cache
def _encoder() -> Callable[[Array, Array], int]:
    """The compiled packing of maps, loaded where frames are made: the process that serves pages does without it."""
    from engine.trainers import maps

    encode: Callable[[Array, Array], int] = maps.encode
    return encode
