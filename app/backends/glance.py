"""What nearly every page watches, seen and packed without detours.

Surface, units' maps, weights and curves come with each of thousands of frames a second, and in the same form from frame
to frame. Here all that stands around their numbers is worked out once, and what is only on its way to the frame has no
room of its own. The bytes are those that ``pack_body`` makes of the same probes, to the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import msgpack
import numpy as np

from app.wire.frames import PROBES, FixedPart, before, key, map_of, named, opening
from app.wire.packing import EXTENSIONS, encoder, extension, room_for_maps, short_form
from engine.probes.history import HistoryProbe
from engine.probes.neurons import Neurons
from engine.probes.probe import Fixed, Probe
from engine.probes.surface import Surface
from engine.probes.weights import Weights
from engine.trainers.trainer import METRICS

if TYPE_CHECKING:
    from engine.run import Run

Add = Callable[["Run", list[bytes]], None]


class Part(NamedTuple):
    """One probe's part of every frame."""

    fields: int
    """How many of them vary."""
    add: Add
    """Adds these to the parts of a frame, without the beginning of their map."""
    fixed: Fixed = Fixed()
    layouts: tuple[bytes, ...] = ()


class Glance:
    """What some probes see of a run, made ready as long as its network and data stay what they are."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._fixed = FixedPart([(probe, part.fixed, part.layouts) for probe, part in parts.items()])
        self._probes = PROBES + map_of(len(parts))
        self._parts = [(key(probe) + map_of(part.fields), part.add) for probe, part in parts.items()]

    def pack(self, run: Run, epochs_per_second: float, known: int) -> tuple[bytes, int | None]:
        """The body of a frame, and the number of its fixed part; the page has the part with the number ``known``."""
        parts = [
            opening(run.epoch, run.step, epochs_per_second, run.metrics()),
            self._fixed.told(known),
            self._probes,
        ]
        for heading, add in self._parts:
            parts.append(heading)
            add(run, parts)
        return b"".join(parts), self._fixed.number


def glance_at(run: Run, probes: Mapping[str, Probe]) -> Glance | None:
    """Make ready what some probes see; None where one of them is no part of what nearly every page watches."""
    parts: dict[str, Part] = {}
    for name, probe in probes.items():
        prepare = _PREPARE.get(type(probe))
        part = prepare(probe, run) if prepare is not None else None
        if part is None:
            return None
        parts[name] = part
    return Glance(parts)


class _Maps:
    """A field of maps, shape (maps, rows, columns), as bytes; ``levels`` is where they are written.

    All runs whose maps have this shape share the room: nothing stays in it from one picture to the next.
    """

    def __init__(self, shape: tuple[int, int, int], axes: bytes) -> None:
        self._maps = np.empty(shape, np.uint8)
        self.levels = self._maps.reshape(shape[0], -1)
        self._code = room_for_maps(self._maps)
        self._encode = encoder()
        self._axes = axes
        self._name = key("values")

    def add(self, parts: list[bytes]) -> None:
        """Add the field to the parts of a frame, packed where that is smaller."""
        size = self._encode(self._maps, self._code)
        if size < self._maps.nbytes:
            number, data = EXTENSIONS["packed"], self._code[:size]
        else:
            number, data = EXTENSIONS["u8"], self._maps
        axes = self._axes
        parts += (self._name, extension(number, len(axes) + data.nbytes), axes, data.tobytes())


@lru_cache(maxsize=32)
def _maps_of(shape: tuple[int, int, int]) -> _Maps | None:
    """The room for maps of a shape; None where that has no short form."""
    form = short_form(np.dtype(np.uint8), shape)
    return _Maps(shape, form[1]) if form is not None else None


def _surface(probe: Surface, run: Run) -> Part | None:
    view = probe.view_of(run)
    maps = _maps_of(view.shape) if view.shape is not None else None
    if maps is None:
        return None

    def add(run: Run, parts: list[bytes]) -> None:
        view.paint(run.trainer, maps.levels)
        maps.add(parts)

    return Part(1, add, view.fixed)


def _neurons(probe: Neurons, run: Run) -> Part | None:
    tiles = probe.tiles_of(run)
    if tiles.features is None or tiles.inspected is not None:
        return None
    maps = _maps_of((len(tiles.low), probe.resolution, probe.resolution))
    low_heading, high_heading = (_vector(end, len(tiles.low)) for end in ("low", "high"))
    if maps is None or low_heading is None or high_heading is None:
        return None

    def add(run: Run, parts: list[bytes]) -> None:
        low, high = tiles.paint(run.trainer, maps.levels)
        maps.add(parts)
        if tiles.endless:
            parts += (low_heading, low.tobytes(), high_heading, high.tobytes())

    return Part(3 if tiles.endless else 1, add, tiles.fixed)


def _weights(probe: Weights, run: Run) -> Part | None:
    heading = _vector("nodes", len(run.trainer.numbers()))
    if heading is None:
        return None

    def add(run: Run, parts: list[bytes]) -> None:
        parts += (heading, run.trainer.numbers().tobytes())

    return Part(1, add, layouts=(named("nodes", probe.layout_of(run)),))


def _history(probe: HistoryProbe, _run: Run) -> Part:
    def add(run: Run, parts: list[bytes]) -> None:
        first, epochs, columns = probe.curves(run)
        headings = _curves_of(len(epochs))
        parts += (_FROM, msgpack.packb(first), headings[0], epochs.tobytes())
        for heading, column in zip(headings[1:], columns, strict=True):
            parts += (heading, column.tobytes())

    return Part(2 + len(METRICS), add)


_FROM = key("from")


@lru_cache(maxsize=512)
def _curves_of(count: int) -> list[bytes]:
    """What stands before the epochs of curves, and before each metric; curves are never too long for it."""
    headings = _vector("epoch", count, np.uint32), *(_vector(name, count) for name in METRICS)
    return cast("list[bytes]", list(headings))


def _vector(name: str, count: int, numbers: type[np.generic] = np.float32) -> bytes | None:
    """What stands before a vector; None where it is too long for the short form."""
    return before(name, np.dtype(numbers), (count,))


_PREPARE: dict[type[Probe], Callable[[Any, Run], Part | None]] = {
    Surface: _surface,
    Neurons: _neurons,
    Weights: _weights,
    HistoryProbe: _history,
}

USUAL = tuple(probe.kind_name() for probe in _PREPARE)
"""The names of these probes."""
