"""The chain rule, path by path: every way from one number to the loss, strongest first.

A path goes from unit to unit; its product is that of the derivatives on the way. The gradient is the sum of all
products. There may be 64 to the power 11 of them, so the strongest are found without listing them all: from every
unit the strongest way to the loss is known beforehand, and the search only follows what can still be among the
strongest (a best-first search whose estimate is exact).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from math import log
from typing import NamedTuple

import numpy as np

from engine.arithmetic.local import Floats, Local

Unit = tuple[str, int]
"""A node and the place of a unit in it."""


class Link(NamedTuple):
    """One step towards the loss: the unit it leads to (nothing: the loss itself) and the derivative on it."""

    to: Unit | None
    derivative: float
    strength: float
    """Size of the strongest product from before this link to the loss."""


@dataclass(frozen=True)
class Path:
    """One way to the loss: its units, from the parameter's node to the output, and the product of all factors."""

    units: tuple[Unit, ...]
    product: float


class Chain:
    """All links between the units of a network at one sample.

    Parameters
    ----------
    locals_ : mapping
        Derivatives of each node in order of computation, ending with the output.
    seed : array
        Derivative of the loss by each unit of the output, (outputs).
    """

    def __init__(self, locals_: Mapping[str, Local], seed: Floats) -> None:
        self.output = list(locals_)[-1]
        self.seed = seed
        self.readers: dict[str, list[tuple[str, Floats]]] = {}
        for node, local in locals_.items():
            for source, derivative in local.by_source.items():
                self.readers.setdefault(source, []).append((node, derivative))
        self.total: dict[str, Floats] = {self.output: seed}
        """By node: the sum over all paths from each unit, which is dL/da."""
        self.strongest: dict[str, Floats] = {self.output: np.abs(seed)}
        self.count: dict[str, Floats] = {self.output: (seed != 0).astype(float)}
        """By node: how many paths from each unit are not zero."""
        for node in reversed(list(locals_)[:-1]):
            self._sum_up(node)
        self._links: dict[Unit, list[Link]] = {}

    def _sum_up(self, node: str) -> None:
        """Work out what there is to know of a node's units from those that read them."""
        readers = self.readers[node]
        self.total[node] = sum((d.T @ self.total[reader] for reader, d in readers), start=np.zeros(1))
        self.count[node] = sum(((d != 0).T @ self.count[reader] for reader, d in readers), start=np.zeros(1))
        best = [(np.abs(d) * self.strongest[reader][:, None]).max(0) for reader, d in readers]
        self.strongest[node] = np.max(best, axis=0)

    def links(self, unit: Unit) -> list[Link]:
        """Return the links of a unit that are not zero, strongest first."""
        if unit not in self._links:
            self._links[unit] = sorted(self._found_links(unit), key=lambda link: -link.strength)
        return self._links[unit]

    def _found_links(self, unit: Unit) -> Iterator[Link]:
        node, place = unit
        if node == self.output:
            seed = float(self.seed[place])
            if seed:
                yield Link(None, seed, abs(seed))
            return
        for reader, derivative in self.readers[node]:
            column = derivative[:, place]
            strength = np.abs(column) * self.strongest[reader]
            for to in np.flatnonzero(strength):
                yield Link((reader, int(to)), float(column[to]), float(strength[to]))

    def paths(self, node: str, start: Floats, most: int) -> list[Path]:
        """Return the strongest paths from a node's units, where ``start`` is each one's first factor, (units)."""
        first = [
            Link((node, int(unit)), float(start[unit]), float(abs(start[unit]) * self.strongest[node][unit]))
            for unit in np.flatnonzero(start * self.strongest[node])
        ]
        return self._search(sorted(first, key=lambda link: -link.strength), most)

    def _search(self, first: list[Link], most: int) -> list[Path]:
        """Follow the most promising link until so many paths have reached the loss."""
        found: list[Path] = []
        heap: list[tuple[float, int, float, tuple[Unit, ...], list[Link], int]] = []
        newest_first = count(0, -1)

        def offer(product: float, units: tuple[Unit, ...], links: list[Link], place: int) -> None:
            if place < len(links) and product:
                # Rounded, so that of paths as strong as each other one is finished before the next is begun.
                promise = round(log(abs(product)) + log(links[place].strength), 9)
                heappush(heap, (-promise, next(newest_first), product, units, links, place))

        offer(1.0, (), first, 0)
        while heap and len(found) < most:
            _, _, product, units, links, place = heappop(heap)
            offer(product, units, links, place + 1)
            link = links[place]
            after = product * link.derivative
            if link.to is None:
                found.append(Path(units, after))
            else:
                offer(after, (*units, link.to), self.links(link.to), 0)
        return found
