"""How fast a run goes by the clock on the wall."""

from __future__ import annotations

from collections import deque

RATE_SECONDS = 1.0
"""The speed that a page shows is measured over so long."""

LONGEST_WAIT = 1.5
"""A run that did nothing for longer has a new speed, unless its steps are that far apart."""


class Speed:
    """Remembers when a run stood at which step, for about a second."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def begin(self, now: float, step: int) -> None:
        """Note where the run stands before a turn, unless that was noted a moment ago, after the turn before."""
        marks = self._marks
        if marks:
            since, there = marks[-1]
            if step == there and (now - since <= LONGEST_WAIT or now - since <= self._longest_wait()):
                return
            marks.clear()
        marks.append((now, step))

    def _longest_wait(self) -> float:
        """Seconds between two turns after which the speed is a new one; a slow run's steps may be far apart."""
        (since, _), (until, _) = self._marks[0], self._marks[-1]
        return 3 * (until - since) / max(1, len(self._marks) - 1)

    def end(self, now: float, step: int) -> None:
        """Note where the run stands after a turn."""
        marks = self._marks
        marks.append((now, step))
        while len(marks) > 2 and now - marks[1][0] > RATE_SECONDS:
            marks.popleft()

    def forget(self) -> None:
        """The run is not playing."""
        self._marks.clear()

    @property
    def steps_per_second(self) -> float:
        """Steps by seconds, 0 where nothing is known."""
        if len(self._marks) < 2:
            return 0.0
        (since, first), (until, last) = self._marks[0], self._marks[-1]
        return (last - first) / max(until - since, 1e-9)
