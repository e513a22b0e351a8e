"""The loss landscapes of one run: what was measured of each so far, and who moves on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.errors import CommandError
from engine.history import History
from engine.landscape.ground import Ground
from engine.landscape.plane import Plane, Range, extent_of, still_fits
from engine.landscape.racer import Racer
from engine.landscape.slice import Center, Slice
from engine.landscape.trail import Trail
from engine.landscape.wanted import Wanted
from engine.landscape.work import WORK
from engine.network import Network, Prepared
from engine.optimizers import Optimizer
from engine.spec import Spec
from engine.trainers import Trainer

MOST_VIEWS = 3
"""Pictures are kept of so many planes; the oldest goes first."""


@dataclass
class View:
    """One plane as it is looked at: the picture that is shown, and the next one while it is being measured."""

    shown: Slice | None = None
    coming: Slice | None = None


class Landscapes:
    """What one run keeps between two looks.

    Everything is measured on trainers of its own. While the next picture is not complete the last one is shown, so
    what is seen is always one picture and never parts of two.
    """

    def __init__(self, network: Network, prepared: Prepared, trainer: Trainer) -> None:
        self.ground = Ground(network, prepared.data, trainer.parameters())
        self.trail = Trail(self.ground.layout)
        self.views: dict[Wanted, View] = {}
        self.racers: dict[Optimizer, Racer] = {}
        self.racing_spec: Spec | None = None
        self._kept = network.kept()

    def look(self, history: History, trainer: Trainer) -> None:
        """Take in where training is now; raise CommandError where that is no place."""
        parameters = trainer.parameters()
        if not all(np.isfinite(values).all() for values in parameters.values()):
            raise CommandError("The weights are no longer finite numbers.", "Reset the training.")
        self.trail.take(history, parameters)
        self.ground.keep({name: parameters[name] for name in self._kept})

    def view(self, wanted: Wanted, epoch: int, step: int, work: int) -> Slice:
        """Return the picture to show, and go on with the one that is being measured for so many multiply-adds."""
        view = self.views.pop(wanted, None) or View()
        while len(self.views) >= MOST_VIEWS:
            self.views.pop(next(iter(self.views)))
        self.views[wanted] = view
        if view.coming is None and (view.shown is None or self._moved(view.shown)):
            last = view.shown.plane if view.shown else None
            plane = wanted.lay(self.ground.layout, self.trail, last)
            center = Center(self.trail.now, epoch, step)
            extent = self._extent(plane, wanted.scale, view.shown)
            view.coming = Slice(plane, center, extent, wanted.resolution, self.ground)
        if view.coming is not None:
            view.coming.go_on(work)
            if view.coming.complete or view.shown is None or not view.shown.complete:
                view.shown = view.coming
            if view.coming.complete:
                view.coming = None
        if view.shown is None:
            raise RuntimeError("a view always has a picture")
        return view.shown

    def _moved(self, shown: Slice) -> bool:
        """Tell whether training has left the point that a picture goes through."""
        return not np.array_equal(shown.center.point, self.trail.now)

    def _extent(self, plane: Plane, scale: float, shown: Slice | None) -> tuple[Range, Range]:
        """Return the ranges of the next picture: those of the last one, as long as they do."""
        points = self.trail.on(plane)
        wanted = extent_of(points, scale * plane.reach)
        if shown is not None and still_fits(shown.extent, wanted, points):
            return shown.extent
        return wanted

    def race(
        self,
        optimizers: Sequence[Optimizer],
        network: Network,
        prepared: Prepared,
        history: History,
        step: int,
    ) -> list[Racer]:
        """Return the racers, who start where the run started and go on to its step as far as the work allows."""
        spec = network.spec.model_copy(update={"optimizer": None})
        if spec != self.racing_spec:
            self.racers, self.racing_spec = {}, spec
        self.racers = {
            optimizer: self.racers.get(optimizer)
            or Racer(network, prepared.data, optimizer, history.moments[0], self.ground.layout)
            for optimizer in optimizers
        }
        for racer in self.racers.values():
            racer.go_on(step, WORK // 2 // len(optimizers))
        return list(self.racers.values())
