"""Measurements as bytes: one msgpack map for each frame, arrays as raw little-endian bytes.

A shard packs everything but the head; the server, which numbers frames as they leave, puts the head before
it without looking inside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import prod
from typing import Any, Final
from zlib import crc32

import msgpack
import numpy as np

from app.wire.packing import EXTENSIONS, LONGEST_AXIS, extension, pack_array, pack_short, short, short_form
from engine.bundle import Bundle, Layout
from engine.probes.probe import Fixed, Seen

_BODY_FIELDS: Final = 5
"""Besides the fixed part."""
_FIXED_KNOWN: Final = msgpack.packb("fixed") + b"\x91"
_FIXED_NEW: Final = msgpack.packb("fixed") + b"\x92"
"""The beginning of the fixed part: a list of its number, or of that and what it is."""
_ROOM: Final = 8192
"""Bytes that a packer takes at first; its own choice of a quarter of a megabyte would be fetched for every frame."""

Pack = Callable[[object], bytes]


def pack_body(
    measured: Mapping[str, Any], epochs_per_second: float, *, packed: bool, known: int | None = None
) -> tuple[bytes, int | None]:
    """The fields of a frame that the shard knows, as the inside of a msgpack map, and the number of its fixed part.

    Parameters
    ----------
    measured
        What ``Run.measured`` gave.
    epochs_per_second
        How fast the run goes by the clock on the wall.
    packed
        Whether the client can read arrays in short form, and unpack compressed maps.
    known
        For clients that keep what stays the same from frame to frame: the number of the fixed part that they have, 0
        for none. It then comes apart, as ``fixed: [number, {probe: {field: value}}]``, without the map where the client
        has it. A bundle comes as one vector, and its layout, ``{node: {name: shape}}``, is in the fixed part.
    """
    fields = {
        "epoch": measured["epoch"],
        "step": measured["step"],
        "epochs_per_second": epochs_per_second,
        "metrics": measured["metrics"],
    }
    pack = msgpack.Packer(default=pack_short if packed else pack_array, buf_size=_ROOM).pack
    probes: Mapping[str, Mapping[str, Any]] = measured["probes"]
    opening: bytes = pack(fields)[1:]  # The head opens the map.
    if not packed:
        return opening + _key("probes") + pack(probes), None
    parts = [_key("probes"), _map_of(len(probes))]
    if known is None:
        _join_probes(parts, probes, pack)
        return opening + b"".join(parts), None
    number, fixed = _join_apart(parts, probes, pack, known)
    return b"".join((opening, fixed, *parts)), number


def _join_probes(parts: list[bytes], probes: Mapping[str, Mapping[str, Any]], pack: Pack) -> None:
    """Add what probes saw to the parts of a frame; arrays deeper inside are left to msgpack, which is slower."""
    for probe, payload in probes.items():
        fixed, varying = _split(payload)
        parts += (_key(probe), _map_of(len(payload)), _packed(fixed, pack))
        _add_fields(parts, varying, pack, None)


def _join_apart(
    parts: list[bytes], probes: Mapping[str, Mapping[str, Any]], pack: Pack, known: int
) -> tuple[int | None, bytes]:
    """Add what is new in what probes saw; return number and bytes of what stays the same, None and none without any."""
    same: list[bytes] = []
    count = 0
    for probe, payload in probes.items():
        fixed, varying = _split(payload)
        layouts: list[bytes] = []
        parts += (_key(probe), _map_of(len(varying)))
        _add_fields(parts, varying, pack, layouts)
        fields = len(fixed) + len(layouts)
        if fields:
            count += 1
            same += (_key(probe), _map_of(fields), _packed(fixed, pack), *layouts)
    if not count:
        return None, b""
    together = b"".join(same)
    number = crc32(together) or 1
    if number == known:
        return number, _FIXED_KNOWN + pack(number)
    return number, b"".join((_FIXED_NEW, pack(number), _map_of(count), together))


def _split(payload: Mapping[str, Any]) -> tuple[Fixed, Mapping[str, Any]]:
    """What stays the same of what a probe saw, and the rest."""
    return (payload.fixed, payload.varying) if isinstance(payload, Seen) else (_NOTHING, payload)


_NOTHING: Final = Fixed()


def _packed(fixed: Fixed, pack: Pack) -> bytes:
    """The inside of the map of what stays the same."""
    if fixed and not fixed.packed:
        parts: list[bytes] = []
        _add_fields(parts, fixed, pack, None)
        fixed.packed = b"".join(parts)
    return fixed.packed


def _add_fields(
    parts: list[bytes], payload: Mapping[str, Any], pack: Pack, layouts: list[bytes] | None
) -> None:
    """Add the inside of a map to the parts of a frame; where layouts of bundles go apart, they are added to those."""
    for name, value in payload.items():
        kind = type(value)
        if kind is np.ndarray:
            before = _before(name, value.dtype, value.shape)
            if before is not None:
                parts += (before, value.tobytes())
                continue
            packed = short(value)
            if packed is not None:
                number, shape, data = packed
                parts += (_key(name), extension(number, len(shape) + len(data)), shape, data)
                continue
        elif kind is Bundle:
            numbers = value.numbers
            before = None if layouts is None else _before(name, numbers.dtype, numbers.shape)
            if layouts is not None and before is not None:
                layouts.append(_named(name, value.layout))
                parts += (before, numbers.tobytes())
            else:
                parts.append(_key(name))
                _join_bundle(parts, value)
            continue
        parts += (_key(name), pack(value))


@lru_cache(maxsize=256)
def _named(name: str, layout: Layout) -> bytes:
    """A field that holds a bundle's layout."""
    shapes: bytes = msgpack.packb({node: dict(arrays) for node, arrays in layout.nodes.items()})
    return _key(name) + shapes


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


def head(run: str, seq: int, *, has_fixed: bool = False) -> bytes:
    """The beginning of a frame's msgpack map, up to where the packed body goes on."""
    number: bytes = _NUMBERS.pack(seq)
    return _opening(run, _BODY_FIELDS + has_fixed) + number


_NUMBERS: Final = msgpack.Packer(buf_size=16)


@lru_cache(maxsize=1024)
def _opening(run: str, body_fields: int) -> bytes:
    """What comes before the number, which is the same in all frames of a run."""
    whole: bytes = msgpack.packb({"op": "frame", "run": run, "seq": 0})
    return bytes([whole[0] + body_fields]) + whole[1:-1]  # Without the number, which is one byte.
