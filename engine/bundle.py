"""Arrays that lie one behind another in one vector, as all parameters of a network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod

from engine.trainers.trainer import Array


@dataclass(frozen=True, eq=False)
class Layout:
    """Which arrays lie in a vector: by node and by name, such as ``"layers.0"`` and ``"weight"``, their shape."""

    nodes: Mapping[str, Mapping[str, tuple[int, ...]]]


@lru_cache(maxsize=256)
def layout_of(shapes: tuple[tuple[str, tuple[int, ...]], ...]) -> Layout:
    """Return the layout of arrays named ``"<node>.<name>"``, the same object whoever asks for the same one."""
    nodes: dict[str, dict[str, tuple[int, ...]]] = {}
    for full, shape in shapes:
        node, _, name = full.rpartition(".")
        nodes.setdefault(node, {})[name] = shape
    return Layout(nodes)


@dataclass(frozen=True)
class Bundle(Mapping[str, Mapping[str, Array]]):
    """The arrays of a layout, by node and by name: quicker to make, and to send, than one after another."""

    layout: Layout
    numbers: Array

    def __getitem__(self, node: str) -> dict[str, Array]:
        return self._arrays[node]

    def __iter__(self) -> Iterator[str]:
        return iter(self.layout.nodes)

    def __len__(self) -> int:
        return len(self.layout.nodes)

    @cached_property
    def _arrays(self) -> dict[str, dict[str, Array]]:
        found: dict[str, dict[str, Array]] = {}
        start = 0
        for node, shapes in self.layout.nodes.items():
            found[node] = {}
            for name, shape in shapes.items():
                end = start + prod(shape)
                found[node][name] = self.numbers[start:end].reshape(shape)
                start = end
        return found
