"""The family of schedules."""

from __future__ import annotations

import sys
from abc import abstractmethod
from math import exp
from typing import Any, ClassVar

from engine.concepts import Concept

Memory = tuple[float, float, float]
"""What a schedule that watches a loss remembers: the factor now, the lowest loss so far, epochs since then."""
FIRST_MEMORY: Memory = (1.0, sys.float_info.max, 0.0)

COURSE_PARTS = 100
"""Into so many parts a training is divided where its schedule is drawn."""

WATCHABLE = ("train_loss", "test_loss")


class Schedule(Concept):
    """A factor of the learning rate that changes in the course of training.

    A kind writes ``multiplier``, which gives the factor of a step, in float64. One that watches a loss also writes
    ``remember``, which is asked at the end of every epoch; its three numbers belong to the trainer's state.
    """

    title: ClassVar[str] = "Learning-rate schedule"
    explanation: ClassVar[str] = "How the learning rate changes in the course of training."

    picture_epochs: ClassVar[int] = 100
    """Epochs of the training in the catalog's picture."""

    def constants(self) -> tuple[float, float, float]:
        """Return the kind's parameters as the two functions take them."""
        return (0.0, 0.0, 0.0)

    def watched_metric(self) -> str | None:
        """Return which of ``WATCHABLE`` is handed to ``remember``, where it matters."""
        return None

    def watched(self) -> int:
        """Return its number."""
        return WATCHABLE.index(self.watched_metric() or WATCHABLE[0])

    @staticmethod
    @abstractmethod
    def multiplier(epoch: Any, epochs: Any, reduced: Any, c0: Any, c1: Any, c2: Any) -> Any:
        """Return the factor of the learning rate.

        ``epoch`` counts the epochs since the start, with the share of the present one that is over; ``epochs`` is
        how many there are to be. ``reduced`` is the first number of the memory.
        """

    @staticmethod
    def remember(reduced: Any, best: Any, waited: Any, loss: Any, c0: Any, c1: Any, c2: Any) -> Any:
        """Return the memory after an epoch that ended with this loss, which is not a number where there is none."""
        return reduced, best, waited

    def at(self, epoch: float, epochs: int, memory: Memory) -> float:
        """Return the factor at a moment of a training of so many epochs."""
        return float(self.multiplier(epoch, float(epochs), memory[0], *self.constants()))

    def after(self, memory: Memory, loss: float) -> Memory:
        """Return the memory after an epoch that ended with this loss."""
        reduced, best, waited = self.remember(*memory, loss, *self.constants())
        return float(reduced), float(best), float(waited)

    def course(self, epochs: int) -> list[float]:
        """Return the factor at evenly spaced moments of a training of so many epochs, from its start to its end.

        One that watches a loss is shown as it is while that falls.
        """
        return [
            self.at(epochs * share / COURSE_PARTS, epochs, FIRST_MEMORY) for share in range(COURSE_PARTS + 1)
        ]

    @classmethod
    def picture(cls) -> dict[str, Any] | None:
        """Return the factor over the epochs of a training, one point per epoch, for the catalog.

        A schedule that watches a loss is shown one that falls at first and then stays where it is.
        """
        defaults = cls()
        constants, epochs = defaults.constants(), cls.picture_epochs
        memory, value = FIRST_MEMORY, []
        for epoch in range(epochs + 1):
            value.append(float(cls.multiplier(float(epoch), float(epochs), memory[0], *constants)))
            memory = cls.remember(*memory, 0.2 + exp(-epoch / 4), *constants)
        return {
            "view": "curve",
            "names": {"x": "epoch", "value": "share of the learning rate", "slope": ""},
            "x": [float(epoch) for epoch in range(epochs + 1)],
            "value": [round(share, 4) for share in value],
            "slope": [],
            "low": 0.0,
            "high": 1.0,
            "largest_slope": None,
        }
