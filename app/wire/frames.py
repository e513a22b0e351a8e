"""Measurements as bytes: one msgpack map for each frame, arrays as raw little-endian bytes.

A shard packs everything but the head; the server, which numbers frames as they leave, puts the head before
it without looking inside.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from math import prod
from typing import Any, Final

import msgpack
import numpy as np
from numpy.typing import NDArray

from engine.bundle import Bundle, Layout
from engine.probes.probe import Seen

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

Pack = Callable[[object], bytes]


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
    fields = {
        "epoch": measured["epoch"],
        "step": measured["step"],
        "epochs_per_second": epochs_per_second,
        "metrics": measured["metrics"],
    }
    pack = msgpack.Packer(default=_pack_short if packed else _pack_array, buf_size=_ROOM).pack
    probes: Mapping[str, Mapping[str, Any]] = measured["probes"]
    parts = [pack(fields)[1:], _key("probes")]  # The head opens the map.
    if packed:
        _join_probes(parts, probes, pack)
    else:
        parts.append(pack(probes))
    return b"".join(parts)


def _join_probes(parts: list[bytes], probes: Mapping[str, Mapping[str, Any]], pack: Pack) -> None:
    """Add what probes saw to the parts of a frame; arrays deeper inside are left to msgpack, which is slower."""
    parts.append(_map_of(len(probes)))
    for probe, payload in probes.items():
        parts += (_key(probe), _map_of(len(payload)))
        if isinstance(payload, Seen):
            fixed = payload.fixed
            if not fixed.packed:
                fixed.packed = b"".join(_fields(fixed, pack))
            parts.append(fixed.packed)
            parts += _fields(payload.varying, pack)
        else:
            parts += _fields(payload, pack)


def _fields(payload: Mapping[str, Any], pack: Pack) -> list[bytes]:
    """The inside of a map, in parts."""
    parts = []
    for name, value in payload.items():
        parts.append(_key(name))
        kind = type(value)
        short = _short(value) if kind is np.ndarray else None
        if short is not None:
            number, shape, data = short
            parts += (_extension(number, len(shape) + len(data)), shape, data)
        elif kind is Bundle:
            _join_bundle(parts, value)
        else:
            parts.append(pack(value))
    return parts


def _join_bundle(parts: list[bytes], bundle: Bundle) -> None:
    """Add the arrays of a bundle to the parts of a frame."""
    data = bundle.numbers.tobytes()
    for before, place in _skeleton(bundle.layout):
        parts += (before, data[place])


@lru_cache(maxsize=256)
def _skeleton(layout: Layout) -> list[tuple[bytes, slice]]:
    """What stands before each array of a bundle, and where its bytes are among those of all."""
    found: list[tuple[bytes, slice]] = []
    before, start = _map_of(len(layout.nodes)), 0
    for node, shapes in layout.nodes.items():
        before += _key(node) + _map_of(len(shapes))
        for name, shape in shapes.items():
            form = _short_form(np.dtype(np.float32), shape)
            if form is None:
                raise ValueError(f"an array of a frame has at most {LONGEST_AXIS} places a side; got {shape}")
            number, axes = form
            end = start + 4 * prod(shape)
            before += _key(name) + _extension(number, len(axes) + end - start) + axes
            found.append((before, slice(start, end)))
            before, start = b"", end
    return found


@lru_cache(maxsize=1024)
def _key(name: str) -> bytes:
    packed: bytes = msgpack.packb(name)
    return packed


@lru_cache(maxsize=256)
def _map_of(fields: int) -> bytes:
    """The beginning of a map."""
    packed: bytes = msgpack.Packer().pack_map_header(fields)
    return packed


def _extension(number: int, size: int) -> bytes:
    """The beginning of an extension of so many bytes."""
    if size <= 0xFF:
        return bytes((0xC7, size, number))
    return (
        struct.pack(">BHB", 0xC8, size, number) if size <= 0xFFFF else struct.pack(">BIB", 0xC9, size, number)
    )


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
    if isinstance(value, Bundle):
        return dict(value)
    if not isinstance(value, np.ndarray):
        if isinstance(value, np.generic):
            return value.item()
        raise TypeError(f"A frame can carry arrays, numbers and text; got {type(value).__name__}.")
    name, other = _FORMS[value.dtype]
    data = value if other is None else value.astype(other)
    return {"dtype": name, "shape": value.shape, "data": data.tobytes()}


def _pack_short(value: object) -> object:
    """An array as an extension of msgpack, where it has a short form."""
    short = _short(value) if isinstance(value, np.ndarray) else None
    if short is None:
        return _pack_array(value)
    number, shape, data = short
    return msgpack.ExtType(number, shape + data)


EXTENSIONS: Final = {"u8": 1, "u32": 2, "f32": 3, "packed": 5}
"""Types of msgpack's extensions that carry arrays to clients that accept "clamped"."""
LONGEST_AXIS: Final = 0xFFFF


def _short(array: Array) -> tuple[int, bytes, bytes] | None:
    """Type of an array's extension, which says which numbers, its shape and its numbers; None for the long form.

    Maps of bytes are packed where that is smaller.
    """
    form = _short_form(array.dtype, array.shape)
    if form is None:
        return None
    number, shape = form
    if number == EXTENSIONS["u8"] and array.ndim > 1:
        packed = pack_maps(array)
        if len(packed) < array.nbytes:
            return EXTENSIONS["packed"], shape, packed
    return number, shape, array.tobytes()


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
