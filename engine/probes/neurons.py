"""Every unit's output over the plane of the inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.concepts import parameter
from engine.layers import size_of
from engine.probes.maps import finite, symmetric_ends, to_bytes
from engine.probes.plane import Plane, PlaneProbe, grid_over
from engine.probes.probe import Fixed, Payload, Seen
from engine.subject import Subject
from engine.trainers.trainer import Array, Trainer

INSPECTED_RESOLUTION = 60  # points along one side, for a picture as large as that of the output


@dataclass(frozen=True)
class Inspected:
    """The unit that is looked at closely."""

    name: Payload
    row: int
    """Its place among all units, features first."""
    is_free: bool
    grid: Array
    is_map: bool


@dataclass(frozen=True)
class Tiles:
    """What is looked at, whatever the network's weights are."""

    grid: Array
    features: NDArray[np.uint8] | None
    """The maps of the features, shape (features, points); None over one input."""
    fixed: Fixed
    """Which rows belong to each node, as the page is told, and the ends of the scales, where they are all given."""
    low: Array
    high: Array
    """Ends of each unit's scale, features first, where the unit's activation or the data set them."""
    endless: bool
    """Whether some units have no such ends, but 0 and 0: theirs are the largest size that they reach."""
    inspected: Inspected | None

    def ends(self) -> tuple[Array, Array]:
        """Return the ends of the scales; those that are not there yet may be written into what is returned."""
        return (self.low.copy(), self.high.copy()) if self.endless else (self.low, self.high)

    def paint(self, trainer: Trainer, levels: NDArray[np.uint8]) -> tuple[Array, Array]:
        """Write every map over two inputs to ``levels``, shape (features + units, points); return all ends."""
        low, high = self.ends()
        count = len(self.grid)
        levels[:count] = self.features  # type: ignore[assignment]  # there over two inputs
        trainer.picture(self.grid, low[count:], high[count:], levels[count:])
        return low, high


class Neurons(PlaneProbe):
    """What each unit has learned to react to."""

    kind: Literal["neurons"] = "neurons"
    title: ClassVar[str] = "Every unit's map"
    formula: ClassVar[str] = r"(x_1, x_2) \mapsto a_j(x_1, x_2)"
    explanation: ClassVar[str] = (
        "What each unit gives at every point of the input plane: the shapes out of which the next layer builds "
        "its own."
    )
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.4"
    order: ClassVar[int] = 20
    view: ClassVar[str] = "network"
    coarsest: ClassVar[int] = 8

    resolution: int = parameter(
        15, title="Resolution", description="Points along one side of a map.", low=2, high=64, step=1
    )

    inspect: Annotated[str, Field(max_length=64)] | None = parameter(
        None,
        title="Inspected unit",
        description='One unit that is looked at closely, as "<node>.<unit>": its map comes in more detail, too.',
    )

    def measure(self, subject: Subject) -> Payload:
        """Return values (units, up, across) as bytes, with the ends of each unit's scale, features first."""
        tiles = self.tiles_of(subject)
        if tiles.features is None:
            low, high = tiles.ends()
            values = finite(subject.trainer.forward(tiles.grid))
            if tiles.endless:
                count = len(tiles.grid)
                complete(low[count:], high[count:], values)
            maps = np.concatenate([tiles.grid, values])
        else:
            levels = np.empty((len(tiles.low), tiles.grid.shape[1]), np.uint8)
            low, high = tiles.paint(subject.trainer, levels)
            maps = levels.reshape(-1, self.resolution, self.resolution)
        varying: Payload = {"values": maps}
        if tiles.endless:
            varying |= {"low": low, "high": high}
        if tiles.inspected is not None:
            varying["inspected"] = measure_closely(tiles.inspected, subject, low, high)
        return Seen(tiles.fixed, varying)

    def tiles_of(self, subject: Subject) -> Tiles:
        """Return what does not change while the network learns."""
        return subject.settled(self, lambda: self._tiles(subject))

    def _tiles(self, subject: Subject) -> Tiles:
        network = subject.network
        plane = self.plane(network.spec.data.description)
        grid = grid_over(subject, plane, self.resolution)
        low, high = symmetric_ends(grid)
        nodes = [{"id": "input", "units": len(grid), "offset": 0}]
        ends, free = [np.stack([low, high])], [np.zeros(len(grid), bool)]
        for node in network.nodes:
            units = size_of(node.outputs)
            nodes.append({"id": node.id, "units": units, "offset": sum(map(len, free))})
            bounds = node.layer.value_range()
            ends.append(np.repeat(np.array([bounds or (0, 0)], np.float32).T, units, axis=1))
            free.append(np.full(units, bounds is None))
        low, high = np.concatenate(ends, axis=1)
        every = np.concatenate(free)
        inspected = self._inspected(nodes, every, subject, plane)
        endless = bool(every.any())
        fixed = Fixed(nodes=nodes) if endless else Fixed(nodes=nodes, low=low, high=high)
        features = to_bytes(grid, low[: len(grid)], high[: len(grid)]) if len(plane.axes) == 2 else None
        return Tiles(grid, features, fixed, low, high, endless, inspected)

    def _inspected(
        self, nodes: list[dict[str, Any]], free: NDArray[np.bool_], subject: Subject, plane: Plane
    ) -> Inspected | None:
        """Return the unit that is inspected; None where there is no such unit."""
        name, _, unit = (self.inspect or "").rpartition(".")
        node = next((node for node in nodes if node["id"] == name), None)
        if node is None or not unit.isdecimal() or int(unit) >= node["units"]:
            return None
        row = node["offset"] + int(unit)
        grid = grid_over(subject, plane, INSPECTED_RESOLUTION)
        is_free = name == nodes[0]["id"] or bool(free[row])
        return Inspected({"node": name, "unit": int(unit)}, row, is_free, grid, len(plane.axes) == 2)


def complete(low: Array, high: Array, values: Array) -> None:
    """Write the ends of units that have none, for values (units, points)."""
    lowest, highest = symmetric_ends(values)
    endless = low == high
    low[endless], high[endless] = lowest[endless], highest[endless]


def measure_closely(unit: Inspected, subject: Subject, low: Array, high: Array) -> Payload:
    """Return the map (up, across) of the inspected unit; ``low`` and ``high`` are the ends of all units' scales."""
    rows = unit.grid
    if unit.row >= len(rows):
        rows = np.concatenate([rows, finite(subject.trainer.forward(rows))])
    values = rows[unit.row : unit.row + 1]
    if not unit.is_map:
        return {**unit.name, "values": values}
    own = low[unit.row : unit.row + 1], high[unit.row : unit.row + 1]
    if unit.is_free:
        own = symmetric_ends(values)
    shape = (1, INSPECTED_RESOLUTION, INSPECTED_RESOLUTION)
    return {**unit.name, "values": to_bytes(values, *own).reshape(shape), "low": own[0], "high": own[1]}
