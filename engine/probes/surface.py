"""The output over the plane of the inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.concepts import parameter
from engine.layers import size_of
from engine.probes.maps import finite
from engine.probes.plane import PlaneProbe, grid_over
from engine.probes.probe import Fixed, Payload, Seen
from engine.spec import LIMITS
from engine.subject import Subject
from engine.trainers.trainer import Array, Trainer


@dataclass(frozen=True)
class View:
    """What is looked at, whatever the network's weights are."""

    fixed: Fixed
    """Names and ends of the axes, and ends of the scale for each channel, as the page is told."""
    grid: Array
    shape: tuple[int, int, int] | None
    """Of the maps: (channels, up, across); None over one input."""
    low: Array
    high: Array
    """Ends of the scale as the network is to give them."""

    def paint(self, trainer: Trainer, levels: NDArray[np.uint8]) -> None:
        """Write the maps to ``levels``, shape (channels, points)."""
        trainer.picture(self.grid, self.low, self.high, levels, outputs_only=True)


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
    coarsest: ClassVar[int] = 25

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
        view = self.view_of(subject)
        if view.shape is None:
            outputs = subject.trainer.forward(view.grid, outputs_only=True)
            return Seen(view.fixed, {"values": finite(subject.prepared.in_own_unit(outputs))})
        levels = np.empty((len(view.low), view.grid.shape[1]), np.uint8)
        view.paint(subject.trainer, levels)
        return Seen(view.fixed, {"values": levels.reshape(view.shape)})

    def view_of(self, subject: Subject) -> View:
        """Return what does not change while the network learns."""
        return subject.settled(self, lambda: self._view(subject))

    def _view(self, subject: Subject) -> View:
        network = subject.network
        data = network.spec.data.description
        plane = self.plane(data)
        names = [data.input_names[place] for place in plane.axes]
        channels = size_of(network.output.outputs)
        low, high = (np.full(channels, end, np.float32) for end in value_ends(subject))
        is_map = len(names) == 2
        fixed = Fixed(
            axes=names[::-1],
            extent={name: list(data.extent[place]) for name, place in zip(names, plane.axes, strict=True)},
        )
        if is_map:
            fixed |= {"low": low, "high": high}
        return View(
            fixed,
            grid_over(subject, plane, self.resolution if is_map else 4 * self.resolution),
            (channels, self.resolution, self.resolution) if is_map else None,
            subject.prepared.as_learned(low),
            subject.prepared.as_learned(high),
        )


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
