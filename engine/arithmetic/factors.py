"""The factors of a path, one by one, as a reader finds them in the formula.

Paths through the same nodes have the same formula and differ in their units alone, so the formula is told once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from engine.arithmetic.local import Floats, Local, Seed
from engine.arithmetic.paths import Path
from engine.arithmetic.places import Place

Symbol = Literal["loss_by_output", "loss_by_sum", "slope", "weight", "link", "input", "one", "parameter"]
"""dL/da, dL/dz, f′(z), w, ∂a/∂x (of a node without a weight for each pair of units), x, 1, and ∂a/∂θ."""

Units = Sequence[int]


@dataclass(frozen=True)
class Term:
    """One factor of a formula.

    ``at`` is the place of its unit on the path; a weight and a link lead from there to the next unit.
    """

    symbol: Symbol
    at: int
    value: Callable[[Units], float]
    """Finds the number, given the units on the path."""


@dataclass(frozen=True)
class Route:
    """The nodes that some paths go through, from the output back to the parameter's node, and their formula."""

    nodes: tuple[str, ...]
    terms: tuple[Term, ...]

    def document(self) -> dict[str, Any]:
        """Return the formula as the wire carries it."""
        return {
            "nodes": list(self.nodes),
            "symbols": [term.symbol for term in self.terms],
            "at": [term.at for term in self.terms],
        }


class Formulas:
    """The formulas of all paths from one number to the loss of one sample.

    Parameters
    ----------
    start : array
        Derivative of each unit of the place's node by the number.
    values : mapping
        What each node gave, the features as ``input``.
    """

    def __init__(
        self,
        locals_: Mapping[str, Local],
        seed: Seed,
        place: Place,
        start: Floats,
        values: Mapping[str, Floats],
    ) -> None:
        self._locals, self._seed, self._place = locals_, seed, place
        self._start, self._values = start, values
        self.routes: dict[tuple[str, ...], Route] = {}

    def document(self, path: Path) -> dict[str, Any]:
        """Return a path as the wire carries it: number of its route, its units, its factors and their product."""
        backwards = path.units[::-1]
        nodes, units = tuple(node for node, _ in backwards), [unit for _, unit in backwards]
        if nodes not in self.routes:
            self.routes[nodes] = Route(nodes, tuple(self._terms(nodes)))
        return {
            "route": list(self.routes).index(nodes),
            "units": units,
            "factors": [term.value(units) for term in self.routes[nodes].terms],
            "product": path.product,
        }

    def _terms(self, nodes: tuple[str, ...]) -> list[Term]:
        """Return the formula of a route."""
        seed = self._seed.values
        terms = [
            Term("loss_by_sum" if self._seed.by_sum else "loss_by_output", 0, lambda u: float(seed[u[0]]))
        ]
        for at, (node, source) in enumerate(pairwise(nodes)):
            terms += self._slope(node, at)
            terms.append(self._towards(self._locals[node], source, at))
        return terms + self._first(nodes[-1], len(nodes) - 1)

    def _slope(self, node: str, at: int) -> list[Term]:
        """Return f′(z) of the node's unit, unless it is part of something else."""
        local = self._locals[node]
        slope = local.slope
        if slope is None or local.slope_in_seed:
            return []
        return [Term("slope", at, lambda u: float(slope[u[at]]))]

    def _towards(self, local: Local, source: str, at: int) -> Term:
        """Return how a unit answers to the next one on the way back, beside its slope."""
        if local.weight is not None:
            weight = local.weight
            return Term("weight", at, lambda u: float(weight[u[at], u[at + 1]]))
        link = local.by_source[source]
        return Term("link", at, lambda u: float(link[u[at], u[at + 1]]))

    def _first(self, node: str, at: int) -> list[Term]:
        """Return how the parameter's unit answers to the number itself."""
        local, start = self._locals[node], self._start
        if local.slope is not None and self._place.parameter == "weight":
            (source,) = local.by_source
            value = float(self._values[source][self._place.index[1]])
            return [*self._slope(node, at), Term("input", at, lambda _: value)]
        if local.slope is not None and self._place.parameter == "bias":
            return [*self._slope(node, at), Term("one", at, lambda _: 1.0)]
        return [Term("parameter", at, lambda u: float(start[u[at]]))]
