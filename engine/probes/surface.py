"""The output over the plane of the inputs."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.concepts import parameter
from engine.probes.maps import finite, to_bytes
from engine.probes.probe import Payload, Probe, Subject
from engine.spec import LIMITS


class Surface(Probe):
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
        """Return values (channels, x2, x1) as bytes with the ends of the scale; for one input the curve itself."""
        data = subject.network.spec.data
        names = data.input_names
        extent = {name: list(pair) for name, pair in zip(names, data.extent, strict=True)}
        if len(names) == 1:
            values = finite(subject.trainer.forward(subject.grid(4 * self.resolution), outputs_only=True))
            return {"axes": ["x1"], "values": values, "extent": extent}
        values = finite(subject.trainer.forward(subject.grid(self.resolution), outputs_only=True))
        low, high = value_ends(subject)
        ends = np.full(len(values), low, np.float32), np.full(len(values), high, np.float32)
        shape = (len(values), self.resolution, self.resolution)
        return {
            "axes": ["x2", "x1"],
            "values": to_bytes(values, *ends).reshape(shape),
            "low": ends[0],
            "high": ends[1],
            "extent": extent,
        }


def value_ends(subject: Subject) -> tuple[float, float]:
    """Return the lowest and highest value that the picture has to tell apart."""
    network = subject.network
    if network.task != "regression":
        return network.target_range()
    size = float(np.abs(subject.prepared.train.targets).max()) or 1.0
    return -size, size
