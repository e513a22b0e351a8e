"""Which runs of a desk have something to do; none is asked again before something has changed about it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import chain

from app.live_run import LiveRun


class Awake:
    """The runs that may have something to do now or later; all others wait until somebody wakes them.

    Attributes
    ----------
    ready
        Those that have something to do now, by user.
    """

    def __init__(self) -> None:
        self.ready: dict[str, list[LiveRun]] = {}
        self._filed: dict[LiveRun, str] = {}
        """Under which user a run is ready."""

        self._unasked: dict[LiveRun, None] = {}
        """Those that have to be asked at the next look, in the order in which they were woken."""

    def __iter__(self) -> Iterator[LiveRun]:
        """Every run that is not asleep."""
        return chain(self._filed, (run for run in self._unasked if run not in self._filed))

    def wake(self, run: LiveRun) -> None:
        """Something about a run has changed: ask it at the next look."""
        self._unasked[run] = None

    def leave(self, run: LiveRun) -> None:
        """Forget a run."""
        self._unasked.pop(run, None)
        self._unfile(run)

    def look(self, now: float) -> float:
        """Ask the runs that were woken; return when there will be something to do for those that are not ready."""
        unasked, self._unasked = self._unasked, {}
        next_turn = math.inf
        for run in unasked:
            turn = run.next_turn()
            if turn <= now:
                if self._filed.get(run) != run.user:
                    self._unfile(run)
                    self._filed[run] = run.user
                    self.ready.setdefault(run.user, []).append(run)
                continue
            self._unfile(run)
            if turn < math.inf:
                next_turn = min(next_turn, turn)
                self._unasked[run] = None
        return next_turn

    def _unfile(self, run: LiveRun) -> None:
        user = self._filed.pop(run, None)
        if user is not None:
            self.ready[user].remove(run)
            if not self.ready[user]:
                del self.ready[user]
