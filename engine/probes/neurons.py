"""Every unit's output over the plane of the inputs."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.concepts import parameter
from engine.layers import size_of
from engine.probes.maps import finite, symmetric_ends, to_bytes
from engine.probes.plane import Plane, PlaneProbe
from engine.probes.probe import Payload
from engine.subject import Subject

INSPECTED_RESOLUTION = 60  # points along one side, for a picture as large as that of the output


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
        network = subject.network
        plane = self.plane(network.spec.data.description)
        payload = self._maps(subject, plane)
        return {**payload, **self._inspected(subject, plane, payload)} if self.inspect else payload

    def _inspected(self, subject: Subject, plane: Plane, maps: Payload) -> Payload:
        """Return the map (up, across) of the inspected unit; nothing where there is no such unit."""
        node, _, unit = (self.inspect or "").rpartition(".")
        place = next((place for place in maps["nodes"] if place["id"] == node), None)
        if place is None or not unit.isdecimal() or int(unit) >= place["units"]:
            return {}
        row = place["offset"] + int(unit)
        grid = subject.grid(INSPECTED_RESOLUTION, plane.axes, plane.held)
        values = np.concatenate([grid, finite(subject.trainer.forward(grid))])[row : row + 1]
        found = {"node": node, "unit": int(unit)}
        if len(plane.axes) == 1:
            return {"inspected": {**found, "values": values}}
        low, high = (maps[end][row : row + 1] for end in ("low", "high"))
        if not node_is_bounded(subject, node):
            low, high = symmetric_ends(values)
        shape = (1, INSPECTED_RESOLUTION, INSPECTED_RESOLUTION)
        return {
            "inspected": {
                **found,
                "values": to_bytes(values, low, high).reshape(shape),
                "low": low,
                "high": high,
            }
        }

    def _maps(self, subject: Subject, plane: Plane) -> Payload:
        network = subject.network
        grid = subject.grid(self.resolution, plane.axes, plane.held)
        values = np.concatenate([grid, finite(subject.trainer.forward(grid))])
        low, high = symmetric_ends(values)
        nodes = [{"id": "input", "units": len(grid), "offset": 0}]
        offset = len(grid)
        for node in network.nodes:
            units = size_of(node.outputs)
            nodes.append({"id": node.id, "units": units, "offset": offset})
            bounds = node.layer.value_range()
            if bounds is not None:
                low[offset : offset + units], high[offset : offset + units] = bounds
            offset += units
        if len(plane.axes) == 1:
            return {"values": values, "low": low, "high": high, "nodes": nodes}
        shape = (len(values), self.resolution, self.resolution)
        return {
            "values": to_bytes(values, low, high).reshape(shape),
            "low": low,
            "high": high,
            "nodes": nodes,
        }


def node_is_bounded(subject: Subject, node: str) -> bool:
    """Tell whether the units of a node lie between ends that its activation sets."""
    return any(own.id == node and own.layer.value_range() is not None for own in subject.network.nodes)
