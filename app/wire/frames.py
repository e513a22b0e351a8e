"""Measurements as bytes: one msgpack map for each frame, arrays as raw little-endian bytes.

A shard packs everything but the head; the server, which numbers frames as they leave, puts the head before
it without looking inside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import prod
from typing import Any, Final

import msgpack
import numpy as np

from app.wire.packing import EXTENSIONS, LONGEST_AXIS, extension, pack_array, pack_short, short, short_form
from engine.bundle import Bundle, Layout
from engine.probes.probe import Seen

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
    pack = msgpack.Packer(default=pack_short if packed else pack_array, buf_size=_ROOM).pack
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
    parts: list[bytes] = []
    for name, value in payload.items():
        kind = type(value)
        before = _before(name, value.dtype, value.shape) if kind is np.ndarray else None
        if before is not None:
            parts += (before, value.tobytes())
            continue
        parts.append(_key(name))
        packed = short(value) if kind is np.ndarray else None
        if packed is not None:
            number, shape, data = packed
            parts += (extension(number, len(shape) + len(data)), shape, data)
        elif kind is Bundle:
            _join_bundle(parts, value)
        else:
            parts.append(pack(value))
    return parts


@lru_cache(maxsize=1024)
def _before(name: str, dtype: np.dtype[Any], shape: tuple[int, ...]) -> bytes | None:
    """What stands before the numbers of an array; None where that depends on them, or it has no short form."""
    form = short_form(dtype, shape)
    if form is None or (form[0] == EXTENSIONS["u8"] and len(shape) > 1):
        return None
    number, axes = form
    return _key(name) + extension(number, len(axes) + dtype.itemsize * prod(shape)) + axes


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
            opening = _before(name, np.dtype(np.float32), shape)
            if opening is None:
                raise ValueError(f"an array of a frame has at most {LONGEST_AXIS} places a side; got {shape}")
            end = start + 4 * prod(shape)
            found.append((before + opening, slice(start, end)))
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
