"""The loss over a plane through the weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.concepts import ListOf, parameter
from engine.errors import PlaygroundError
from engine.network import Network
from engine.optimizers import Optimizer
from engine.probes.probe import Payload, Probe
from engine.subject import Subject

if TYPE_CHECKING:
    from engine.landscape.landscape import Landscapes
    from engine.landscape.plane import Plane
    from engine.landscape.racer import Racer
    from engine.landscape.wanted import Wanted

KEPT = "landscapes"
"""Under this name a run keeps what was measured so far."""


class LandscapeProbe(Probe):
    """The loss on a slice through the space of all weights, and the way that training takes there."""

    kind: Literal["landscape"] = "landscape"
    title: ClassVar[str] = "Loss landscape"
    formula: ClassVar[str] = r"(x, y) \mapsto L(\theta + x \, \mathbf{d}_1 + y \, \mathbf{d}_2)"
    explanation: ClassVar[str] = (
        "The training loss over two directions in the space of all weights; in all others it stays where training "
        "is now. It is a slice: valleys that lie beside it are not seen, and the path drawn on it is the shadow of "
        "one that mostly runs elsewhere. The plane of the path's main components shows the most of it."
    )
    source: ClassVar[str] = (
        "Li et al., Visualizing the Loss Landscape of Neural Nets (2018), sections 4 and 7; Goodfellow, Vinyals and "
        "Saxe (2015)"
    )
    order: ClassVar[int] = 65
    view: ClassVar[str] = "landscape"
    pause: ClassVar[float] = 0.1

    plane: Literal["weights", "random", "trajectory"] = parameter(
        "trajectory",
        title="Plane",
        description="Two numbers of your choice, two random directions, or the path's two main components.",
    )
    first: str | None = parameter(
        None, title="First weight", description="For two numbers: across, such as layers.0.weight.0.0."
    )
    second: str | None = parameter(
        None, title="Second weight", description="For two numbers: up, such as layers.0.weight.0.1."
    )
    resolution: int = parameter(
        25, title="Resolution", description="Points along one side of the picture.", low=5, high=41, step=2
    )
    span: float = parameter(
        1.0, title="Span", description="Widens the picture around the path.", low=0.1, high=10.0, scale="log"
    )
    seed: int = parameter(
        0,
        title="Seed",
        description="Another one gives other random directions.",
        low=0,
        high=1_000_000,
        step=1,
    )
    racers: Annotated[ListOf[Optimizer], Field(max_length=4)] = parameter(
        (), title="Racers", description="Other optimizers that start where this training started."
    )

    def measure(self, subject: Subject) -> Payload:
        """Return the picture so far, the path and the racers; what cannot be shown is a problem in words."""
        try:
            return {"problem": None, "picture": self._picture(subject)}
        except PlaygroundError as error:
            return {"problem": str(error)}

    def _picture(self, subject: Subject) -> Payload:
        from engine.arithmetic.places import need_samples
        from engine.landscape.work import WORK

        need_samples(subject.prepared.data.train_features.shape[1])
        network, history = subject.network, subject.history
        kept = landscapes_of(subject)
        epoch, step = history.epoch, subject.trainer.step
        kept.look(history, subject.trainer)
        shown = kept.view(self._wanted(network), epoch, step, WORK // 2 if self.racers else WORK)
        path = kept.trail.on(shown.plane)
        low, high = shown.ends()
        center = shown.plane.coordinates(shown.center.point[None])[0]
        racers = kept.race(self.racers, network, subject.prepared, history, step) if self.racers else []
        return {
            "plane": self.plane,
            "resolution": self.resolution,
            "rows_done": shown.rows_done,
            "values": shown.values.copy(),
            "low": low,
            "high": high,
            "axes": list(shown.plane.axes),
            "extent": {"x": list(shown.extent[0]), "y": list(shown.extent[1])},
            "center": {
                "x": float(center[0]),
                "y": float(center[1]),
                "epoch": shown.center.epoch,
                "step": shown.center.step,
            },
            "path": path[:-1].astype(np.float32),
            "path_epochs": np.array(kept.trail.epochs, np.uint32),
            "path_losses": history.at(kept.trail.epochs)[:, 0],
            "now": {
                "x": float(path[-1, 0]),
                "y": float(path[-1, 1]),
                "loss": kept.ground.loss(kept.trail.now),
            },
            "explained": shown.plane.explained,
            "dimensions": kept.ground.layout.size,
            "samples": kept.ground.samples,
            "racers": [racer_document(racer, shown.plane) for racer in racers],
        }

    def _wanted(self, network: Network) -> Wanted:
        """Return the picture that is asked for; raise CommandError where the network has no such numbers."""
        from engine.arithmetic.places import place_named
        from engine.landscape.wanted import Wanted

        first, second = (
            place_named(network, text) if text is not None and self.plane == "weights" else None
            for text in (self.first, self.second)
        )
        return Wanted(self.plane, first, second, self.seed, self.span, self.resolution)


def landscapes_of(subject: Subject) -> Landscapes:
    """Return what the run keeps of its landscapes: begun anew where the loss of the same weights is another."""
    from engine.landscape.landscape import Landscapes

    spec = subject.network.spec
    ground = (spec.network, spec.loss, subject.data_version)
    kept = subject.kept.get(KEPT)
    if kept is None or kept[0] != ground:
        kept = ground, Landscapes(subject.network, subject.prepared, subject.trainer)
        subject.kept[KEPT] = kept
    found: Landscapes = kept[1]
    return found


def racer_document(racer: Racer, plane: Plane) -> dict[str, Any]:
    """Return a racer's way on a plane; the last point is where it is now."""
    path = racer.trail.on(plane)
    return {
        "kind": racer.optimizer.kind_name(),
        "title": racer.optimizer.title,
        "learning_rate": racer.optimizer.learning_rate,
        "epoch": racer.epoch,
        "step": racer.step,
        "diverged": racer.diverged,
        "loss": float(racer.history.rows[-1, 0]),
        "path": path.astype(np.float32),
        "path_epochs": np.array([*racer.history.moments, racer.epoch], np.uint32),
        "path_losses": racer.history.at([*racer.history.moments, racer.epoch])[:, 0],
    }
