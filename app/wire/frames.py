"""Measurements as bytes: one msgpack map for each frame, arrays as raw little-endian bytes.

A shard packs everything but the head; the server, which numbers frames as they leave, puts the head before
it without looking inside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
PROBES: Final = msgpack.packb("probes")
_ROOM: Final = 8192
"""Bytes that a packer takes at first; its own choice is a quarter of a megabyte."""
_SHORT: Final = msgpack.Packer(default=pack_short, buf_size=_ROOM)
_LONG: Final = msgpack.Packer(default=pack_array, buf_size=_ROOM)

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
    pack = (_SHORT if packed else _LONG).pack
    probes: Mapping[str, Mapping[str, Any]] = measured["probes"]
    begun = opening(measured["epoch"], measured["step"], epochs_per_second, measured["metrics"])
    if not packed:
        return begun + PROBES + pack(probes), None
    parts = [PROBES, map_of(len(probes))]
    if known is None:
        _join_probes(parts, probes, pack)
        return begun + b"".join(parts), None
    fixed = _join_apart(parts, probes, pack)
    return b"".join((begun, fixed.told(known), *parts)), fixed.number


def opening(epoch: int, step: int, epochs_per_second: float, metrics: Mapping[str, Any]) -> bytes:
    """The fields with which a body begins."""
    fields = {"epoch": epoch, "step": step, "epochs_per_second": epochs_per_second, "metrics": metrics}
    packed: bytes = _LONG.pack(fields)
    return packed[1:]  # The head opens the map.


class FixedPart:
    """What stays the same from frame to frame, of all probes: for the page that has it a number, else all of it."""

    def __init__(self, probes: Sequence[tuple[str, Fixed, Sequence[bytes]]]) -> None:
        """Put it together from each probe's name, what it says of itself, and the layouts of its bundles."""
        found: list[bytes] = []
        count = 0
        for probe, fixed, layouts in probes:
            fields = len(fixed) + len(layouts)
            if fields:
                count += 1
                found += (key(probe), map_of(fields), _packed(fixed), *layouts)
        together = b"".join(found)
        self.number = (crc32(together) or 1) if count else None
        """None where nothing stays the same."""
        number = msgpack.packb(self.number)
        self._known = _FIXED_KNOWN + number
        self._new = b"".join((_FIXED_NEW, number, map_of(count), together))

    def told(self, known: int | None) -> bytes:
        """The field of a frame for a page that has the part with the number ``known``; nothing where there is none."""
        if self.number is None:
            return b""
        return self._known if known == self.number else self._new


def _join_probes(parts: list[bytes], probes: Mapping[str, Mapping[str, Any]], pack: Pack) -> None:
    """Add what probes saw to the parts of a frame; arrays deeper inside are left to msgpack, which is slower."""
    for probe, payload in probes.items():
        fixed, varying = _split(payload)
        parts += (key(probe), map_of(len(payload)), _packed(fixed))
        _add_fields(parts, varying, pack, None)


def _join_apart(parts: list[bytes], probes: Mapping[str, Mapping[str, Any]], pack: Pack) -> FixedPart:
    """Add what is new in what probes saw to the parts of a frame; return what stays the same."""
    same: list[tuple[str, Fixed, list[bytes]]] = []
    for probe, payload in probes.items():
        fixed, varying = _split(payload)
        layouts: list[bytes] = []
        parts += (key(probe), map_of(len(varying)))
        _add_fields(parts, varying, pack, layouts)
        same.append((probe, fixed, layouts))
    return FixedPart(same)


def _split(payload: Mapping[str, Any]) -> tuple[Fixed, Mapping[str, Any]]:
    """What stays the same of what a probe saw, and the rest."""
    return (payload.fixed, payload.varying) if isinstance(payload, Seen) else (_NOTHING, payload)


_NOTHING: Final = Fixed()


def _packed(fixed: Fixed) -> bytes:
    """The inside of the map of what stays the same."""
    if fixed and not fixed.packed:
        parts: list[bytes] = []
        _add_fields(parts, fixed, _SHORT.pack, None)
        fixed.packed = b"".join(parts)
    return fixed.packed


def _add_fields(
    parts: list[bytes], payload: Mapping[str, Any], pack: Pack, layouts: list[bytes] | None
) -> None:
    """Add the inside of a map to the parts of a frame; where layouts of bundles go apart, they are added to those."""
    for name, value in payload.items():
        kind = type(value)
        if kind is np.ndarray:
            heading = before(name, value.dtype, value.shape)
            if heading is not None:
                parts += (heading, value.tobytes())
                continue
            packed = short(value)
            if packed is not None:
                number, shape, data = packed
                parts += (key(name), extension(number, len(shape) + len(data)), shape, data)
                continue
        elif kind is Bundle:
            numbers = value.numbers
            heading = None if layouts is None else before(name, numbers.dtype, numbers.shape)
            if layouts is not None and heading is not None:
                layouts.append(named(name, value.layout))
                parts += (heading, numbers.tobytes())
            else:
                parts.append(key(name))
                _join_bundle(parts, value)
            continue
        parts += (key(name), pack(value))


@lru_cache(maxsize=256)
def named(name: str, layout: Layout) -> bytes:
    """A field that holds a bundle's layout."""
    shapes: bytes = msgpack.packb({node: dict(arrays) for node, arrays in layout.nodes.items()})
    return key(name) + shapes


@lru_cache(maxsize=1024)
def before(name: str, dtype: np.dtype[Any], shape: tuple[int, ...]) -> bytes | None:
    """What stands before the numbers of an array; None where that depends on them, or it has no short form."""
    form = short_form(dtype, shape)
    if form is None or (form[0] == EXTENSIONS["u8"] and len(shape) > 1):
        return None
    number, axes = form
    return key(name) + extension(number, len(axes) + dtype.itemsize * prod(shape)) + axes


def _join_bundle(parts: list[bytes], bundle: Bundle) -> None:
    """Add the arrays of a bundle to the parts of a frame."""
    data = bundle.numbers.tobytes()
    for heading, place in _skeleton(bundle.layout):
        parts += (heading, data[place])


@lru_cache(maxsize=256)
def _skeleton(layout: Layout) -> list[tuple[bytes, slice]]:
    """What stands before each array of a bundle, and where its bytes are among those of all."""
    found: list[tuple[bytes, slice]] = []
    ahead, start = map_of(len(layout.nodes)), 0
    for node, shapes in layout.nodes.items():
        ahead += key(node) + map_of(len(shapes))
        for name, shape in shapes.items():
            heading = before(name, np.dtype(np.float32), shape)
            if heading is None:
                raise ValueError(f"an array of a frame has at most {LONGEST_AXIS} places a side; got {shape}")
            end = start + 4 * prod(shape)
            found.append((ahead + heading, slice(start, end)))
            ahead, start = b"", end
    return found


@lru_cache(maxsize=1024)
def key(name: str) -> bytes:
    """A field's name."""
    packed: bytes = msgpack.packb(name)
    return packed


@lru_cache(maxsize=256)
def map_of(fields: int) -> bytes:
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
