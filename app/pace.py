"""How many optimizer steps are due when a run plays at a speed."""

from __future__ import annotations

import math

MOST_BEHIND = 0.25
"""Seconds that a run may catch up after the machine had no time for it."""

NO_LIMIT = 2**31


class Pace:
    """Spreads the steps of a speed evenly over time; it reads no clock, every call says what time it is.

    Parameters
    ----------
    steps_per_second
        None for as fast as it goes.
    now
        When the run starts to play, in seconds.
    interval
        Least time between two turns, in seconds: what a page could not show need not be made.
    """

    def __init__(self, steps_per_second: float | None, now: float, interval: float) -> None:
        self._rate = steps_per_second
        self._interval = interval
        self._since = now
        self._next_turn = now

    def due(self, now: float) -> int:
        """Steps that should be done now: none while it is not the run's turn."""
        if self._rate is None:
            return NO_LIMIT
        if now < self.next_turn():
            return 0
        return int((now - self._since) * self._rate + 1e-6)

    def spread(self, interval: float) -> None:
        """Take another least time between two turns from now on."""
        self._interval = interval

    def did(self, steps: int, now: float) -> None:
        """Count steps that were done."""
        if self._rate is not None:
            self._since = max(self._since + steps / self._rate, now - MOST_BEHIND - 1 / self._rate)
            # From turn to turn, not from now: a late turn must not make all later ones late.
            self._next_turn = max(self._next_turn + self._interval, now - self._interval)

    def next_turn(self) -> float:
        """When the run has its next turn; -inf for at once."""
        if self._rate is None:
            return -math.inf
        return max(self._next_turn, self._since + 1 / self._rate)
