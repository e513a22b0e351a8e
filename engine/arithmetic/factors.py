"""The factors of a path, one by one, as a reader finds them in the formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from engine.arithmetic.local import Floats, Local, Seed
from engine.arithmetic.paths import Path
from engine.arithmetic.places import Place

Symbol = Literal["loss_by_output", "loss_by_sum", "slope", "weight", "link", "input", "one", "parameter"]
"""dL/da, dL/dz, f′(z), w, ∂a/∂x (of a node without weights from unit to unit), x, 1, and ∂a/∂θ."""


@dataclass(frozen=True)
class Factor:
    """One factor: what it is, of which unit, and for which unit before it where there is one."""

    symbol: Symbol
    node: str
    unit: int
    source: str | None
    source_unit: int | None
    value: float

    def document(self) -> dict[str, Any]:
        """Return the factor as the wire carries it."""
        return asdict(self)


def factors_of(
    path: Path,
    locals_: Mapping[str, Local],
    seed: Seed,
    place: Place,
    start: Floats,
    values: Mapping[str, Floats],
) -> list[Factor]:
    """Return the factors of a path, from the loss back to the number at a place.

    ``start`` is the first factor of each unit of the place's node, ``values`` is what each node gave.
    """
    node, unit = path.units[-1]
    found = [
        Factor(
            "loss_by_sum" if seed.by_sum else "loss_by_output",
            node,
            unit,
            None,
            None,
            float(seed.values[unit]),
        )
    ]
    backwards = path.units[::-1]
    for (node, unit), (source, source_unit) in zip(backwards, backwards[1:], strict=False):
        local = locals_[node]
        if local.slope is None or local.weight is None:
            link = float(local.by_source[source][unit, source_unit])
            found.append(Factor("link", node, unit, source, source_unit, link))
        else:
            found += slopes(local, node, unit)
            weight = float(local.weight[unit, source_unit])
            found.append(Factor("weight", node, unit, source, source_unit, weight))
    return found + first_factors(path, locals_[place.node], place, start, values)


def slopes(local: Local, node: str, unit: int) -> list[Factor]:
    """Return f′(z) of a unit, unless it is part of dL/dz already."""
    if local.slope is None or local.slope_in_seed:
        return []
    return [Factor("slope", node, unit, None, None, float(local.slope[unit]))]


def first_factors(
    path: Path, local: Local, place: Place, start: Floats, values: Mapping[str, Floats]
) -> list[Factor]:
    """Return how the first unit of a path answers to the number itself."""
    node, unit = path.units[0]
    if local.slope is not None and place.parameter == "weight":
        (source,) = local.by_source
        _, before = place.index
        value = float(values[source][before])
        return [*slopes(local, node, unit), Factor("input", node, unit, source, before, value)]
    if local.slope is not None and place.parameter == "bias":
        return [*slopes(local, node, unit), Factor("one", node, unit, None, None, 1.0)]
    return [Factor("parameter", node, unit, None, None, float(start[unit]))]
