"""Arrays as bytes: in short form, as extensions of msgpack, or as ``{dtype, shape, data}``."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Final

import msgpack
import numpy as np
from numpy.typing import NDArray

from engine.bundle import Bundle

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

EXTENSIONS: Final = {"u8": 1, "u32": 2, "f32": 3, "packed": 5}
"""Types of msgpack's extensions that carry arrays to clients that accept "clamped"."""
LONGEST_AXIS: Final = 0xFFFF


def extension(number: int, size: int) -> bytes:
    """The beginning of an extension of so many bytes."""
    if size <= 0xFF:
        return bytes((0xC7, size, number))
    return (
        struct.pack(">BHB", 0xC8, size, number) if size <= 0xFFFF else struct.pack(">BIB", 0xC9, size, number)
    )


def pack_array(value: object) -> object:
    """An array as ``{dtype, shape, data}``."""
    if isinstance(value, Bundle):
        return dict(value)
    if not isinstance(value, np.ndarray):
        if isinstance(value, np.generic):
            return value.item()
        raise TypeError(f"A frame can carry arrays, numbers and text; got {type(value).__name__}.")
    name, other = _FORMS[value.dtype]
    data = value if other is None else value.astype(other)
    return {"dtype": name, "shape": value.shape, "data": data.tobytes()}


def pack_short(value: object) -> object:
    """An array as an extension of msgpack, where it has a short form."""
    found = short(value) if isinstance(value, np.ndarray) else None
    if found is None:
        return pack_array(value)
    number, shape, data = found
    return msgpack.ExtType(number, shape + data)


def short(array: Array) -> tuple[int, bytes, bytes] | None:
    """Type of an array's extension, which says which numbers, its shape and its numbers; None for the long form.

    Maps of bytes are packed where that is smaller.
    """
    form = short_form(array.dtype, array.shape)
    if form is None:
        return None
    number, shape = form
    if number == EXTENSIONS["u8"] and array.ndim > 1:
        packed = pack_maps(array)
        if len(packed) < array.nbytes:
            return EXTENSIONS["packed"], shape, packed
    return number, shape, array.tobytes()


@lru_cache(maxsize=1024)
def short_form(dtype: np.dtype[Any], shape: tuple[int, ...]) -> tuple[int, bytes] | None:
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
    code = room_for_maps(stacked)
    return code[: encoder()(stacked, code)].tobytes()


def room_for_maps(maps: Array) -> Array:
    """Room for maps packed at their largest."""
    return np.empty(3 * maps.size // 2 + 2, np.uint8)


@cache
def encoder() -> Callable[[Array, Array], int]:
    """The compiled packing of maps, loaded where frames are made: the process that serves pages does without it."""
    from engine.trainers import maps

    encode: Callable[[Array, Array], int] = maps.encode
    return encode
