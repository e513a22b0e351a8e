"""What a run offers to whoever looks at it."""

from __future__ import annotations

from typing import Any, Protocol

from engine.history import History
from engine.network import Network, Prepared
from engine.observation import Observation
from engine.trainers import Divergence, Trainer
from engine.trainers.trainer import Array


class Subject(Protocol):
    """The run that a probe or a rule looks at."""

    network: Network
    prepared: Prepared
    trainer: Trainer
    history: History
    data_version: int
    history_from: int
    """The first epoch that whoever looks has not yet seen."""
    kept: dict[str, Any]
    """What they keep from look to look, by names of their own; forgotten when training starts again."""

    @property
    def observation(self) -> Observation:
        """Return what can be seen of the network now."""

    @property
    def divergence(self) -> Divergence | None:
        """Return where the numbers overflowed, if they did."""

    def grid(self, resolution: int, axes: tuple[int, ...], held: tuple[float, ...]) -> Array:
        """Return scaled features over one or two raw inputs, shape (features, points).

        The axis that goes up begins at its lowest value; inputs that are no axis have their value in ``held``.
        """
