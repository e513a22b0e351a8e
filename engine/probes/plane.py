"""What probes share that show something over the raw inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from weakref import WeakValueDictionary

import numpy as np
from pydantic import Field

from engine.concepts import ListOf, parameter
from engine.datasets import Description
from engine.features import MOST_INPUTS
from engine.network.preparation import features_of, scaled
from engine.probes.probe import Probe
from engine.subject import Subject
from engine.trainers.trainer import Array

Place = Annotated[int, Field(ge=0, lt=MOST_INPUTS)]


@dataclass(frozen=True)
class Plane:
    """One or two raw inputs that are looked at, the first across and the second up; all others are held."""

    axes: tuple[int, ...]
    held: tuple[float, ...]
    """A value of every raw input; those of the axes do not matter."""


_grids: WeakValueDictionary[tuple[object, ...], Array] = WeakValueDictionary()
"""Grids in use: the runs of a class that works on one experiment look over the same one."""


def grid_over(subject: Subject, plane: Plane, resolution: int) -> Array:
    """Return scaled features over a plane, shape (features, points), so many points a side; nobody may change it.

    The axis that goes up begins at its lowest value.
    """
    network, prepared = subject.network, subject.prepared
    data = network.spec.data
    extent = tuple(data.description.extent[place] for place in plane.axes)
    scaling = prepared.shift.tobytes(), prepared.factor.tobytes()
    key = (data.features, extent, plane, resolution, scaling)
    found = _grids.get(key)
    if found is None:
        sides = np.meshgrid(*(np.linspace(*ends, resolution) for ends in extent))
        inputs = np.tile(np.array(plane.held), (sides[0].size, 1))
        for place, side in zip(plane.axes, sides, strict=True):
            inputs[:, place] = side.ravel()
        found = _grids[key] = scaled(features_of(network, inputs), prepared.shift, prepared.factor)
    return found


class PlaneProbe(Probe):
    """A picture over one or two of the raw inputs. Not a kind of its own.

    What does not fit the data, since somebody has just chosen other data, counts as not given.
    """

    coarsest: ClassVar[int]
    """Points a side at the least, where not even fewer are asked for."""
    resolution: int

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

    def at_detail(self, detail: float) -> PlaneProbe:
        """Return the same picture with such a share of its points a side."""
        points = max(round(detail * self.resolution), min(self.coarsest, self.resolution))
        return self if points >= self.resolution else self.model_copy(update={"resolution": points})
