"""What probes share that show something over the raw inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from engine.concepts import ListOf, parameter
from engine.datasets import Description
from engine.features import MOST_INPUTS
from engine.probes.probe import Probe

Place = Annotated[int, Field(ge=0, lt=MOST_INPUTS)]


@dataclass(frozen=True)
class Plane:
    """One or two raw inputs that are looked at, the first across and the second up; all others are held."""

    axes: tuple[int, ...]
    held: tuple[float, ...]
    """A value of every raw input; those of the axes do not matter."""


class PlaneProbe(Probe):
    """A picture over one or two of the raw inputs. Not a kind of its own.

    What does not fit the data, since somebody has just chosen other data, counts as not given.
    """

    axes: Annotated[ListOf[Place], Field(min_length=1, max_length=2)] | None = parameter(
        None,
        title="Axes",
        description="Places of the one or two raw inputs to look at: across, then up; else the first two.",
    )
    held: Annotated[ListOf[float], Field(max_length=MOST_INPUTS)] | None = parameter(
        None,
        title="Held",
        description="A value for every raw input, at which those are held that are not looked at.",
    )

    def plane(self, data: Description) -> Plane:
        """Return what to look at of the data."""
        inputs = len(data.input_names)
        axes = self.axes
        if axes is None or len(set(axes)) < len(axes) or max(axes) >= inputs:
            axes = tuple(range(min(2, inputs)))
        held = self.held if self.held is not None and len(self.held) == inputs else data.held
        return Plane(axes, held)
