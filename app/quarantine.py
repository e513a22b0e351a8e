"""Experiments that stop the process that trains them, again and again, have to wait."""

from __future__ import annotations

from collections import deque
from hashlib import sha256

from app.backends.protocol import Failure
from engine.spec import Spec

OFTEN_SECONDS = 60.0
OFTEN = 2
MOST_REMEMBERED = 1000


class Quarantine:
    """Counts how often a spec was being trained when its shard died.

    Parameters
    ----------
    seconds
        How long a spec that killed its shard twice within a minute must wait.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._deaths: dict[str, deque[float]] = {}
        self._until: dict[str, float] = {}

    def blame(self, spec: Spec, now: float) -> None:
        """Note that a shard died while it worked for this spec."""
        key = _key(spec)
        deaths = self._deaths.setdefault(key, deque(maxlen=OFTEN))
        deaths.append(now)
        if len(deaths) == OFTEN and now - deaths[0] <= OFTEN_SECONDS:
            self._until[key] = now + self._seconds
        while len(self._deaths) > MOST_REMEMBERED:
            oldest = next(iter(self._deaths))
            del self._deaths[oldest]
            self._until.pop(oldest, None)

    def refusal(self, spec: Spec, now: float) -> Failure | None:
        """Why this spec may not be trained now; None where it may."""
        left = self._until.get(_key(spec), now) - now if self._until else 0.0
        if left <= 0:
            return None
        minutes = max(1, round(left / 60))
        return Failure(
            "unavailable",
            "This experiment stopped the process that trains it twice within a minute, "
            f"so it has to wait for {minutes} minute{'s' if minutes > 1 else ''}.",
            "Change the network or the data, then play again.",
        )


def _key(spec: Spec) -> str:
    """What tells one spec from another."""
    return sha256(spec.model_dump_json(exclude={"name"}).encode()).hexdigest()
