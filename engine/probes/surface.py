"""The output over the plane of the inputs."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.concepts import parameter
from engine.probes.maps import finite, to_bytes
from engine.probes.plane import PlaneProbe
from engine.probes.probe import Payload
from engine.spec import LIMITS
from engine.subject import Subject


class Surface(PlaneProbe):
    """What the network predicts everywhere, not only at the samples."""

    kind: Literal["surface"] = "surface"
    title: ClassVar[str] = "Decision surface"
    formula: ClassVar[str] = r"(x_1, x_2) \mapsto \hat{y}(x_1, x_2)"
    explanation: ClassVar[str] = (
        "The prediction at every point of the input plane. Where the color changes lies the decision boundary."
    )
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 4.1"
    order: ClassVar[int] = 10
    view: ClassVar[str] = "surface"

    resolution: int = parameter(
        50,
        title="Resolution",
        description="Points along one side of the map.",
        low=2,
        high=LIMITS["resolution"],
        step=1,
    )

    def measure(self, subject: Subject) -> Payload:
        """Return values (channels, up, across) as bytes with the ends of the scale; over one input the curves."""
        data = subject.network.spec.data.description
        plane = self.plane(data)
        names = [data.input_names[place] for place in plane.axes]
        payload: Payload = {
            "axes": names[::-1],
            "extent": {name: list(data.extent[place]) for name, place in zip(names, plane.axes, strict=True)},
        }
        resolution = self.resolution if len(names) == 2 else 4 * self.resolution
        grid = subject.grid(resolution, plane.axes, plane.held)
        values = finite(subject.prepared.in_own_unit(subject.trainer.forward(grid, outputs_only=True)))
        if len(names) == 1:
            return {**payload, "values": values}
        low, high = value_ends(subject)
        ends = np.full(len(values), low, np.float32), np.full(len(values), high, np.float32)
        shape = (len(values), self.resolution, self.resolution)
        return {
            **payload,
            "values": to_bytes(values, *ends).reshape(shape),
            "low": ends[0],
            "high": ends[1],
        }


def value_ends(subject: Subject) -> tuple[float, float]:
    """Return the lowest and highest value that the picture has to tell apart.

    Targets on both sides of zero have zero in the middle of the scale.
    """
    network = subject.network
    if network.task != "regression":
        return network.target_range()
    targets = subject.prepared.train.targets
    low, high = (float(targets.min()), float(targets.max())) if len(targets) else (0.0, 0.0)
    if low < high and (low > 0 or high < 0):
        return low, high
    size = max(abs(low), abs(high)) or 1.0
    return -size, size
