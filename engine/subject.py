"""What a run offers to whoever looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from engine.history import History
from engine.network import Network, Prepared
from engine.observation import Observation
from engine.trainers import Divergence, Trainer

Settled = TypeVar("Settled")


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

    def settled(self, owner: object, make: Callable[[], Settled]) -> Settled:
        """Return what ``make`` gives, made once for an owner as long as network and data stay what they are.

        The owner is a probe, mostly: what it makes may depend on the network, the data and its own options alone,
        not on the optimizer or on how training goes on.
        """
