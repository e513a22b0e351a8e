"""Every unit's output over the plane of the inputs."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.concepts import parameter
from engine.layers import size_of
from engine.probes.maps import finite, symmetric_ends, to_bytes
from engine.probes.plane import PlaneProbe
from engine.probes.probe import Payload, Subject


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

    def measure(self, subject: Subject) -> Payload:
        """Return values (units, up, across) as bytes, with the ends of each unit's scale, features first."""
        network = subject.network
        plane = self.plane(network.spec.data.description)
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
