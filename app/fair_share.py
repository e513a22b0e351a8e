"""Who works next on a shard, and for how long: deficit round robin by user, whoever has how many tabs."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from math import ceil
from typing import Generic, NamedTuple, TypeVar

Run = TypeVar("Run")

SHORTEST_TICK = 0.010
TICKS_A_ROUND = 3
"""A call asks for so much work, and an order waits about so long; longer calls cost less."""

ROUND_SECONDS = 0.017
"""Everybody's turn comes again within this while turns are longer than the shortest, unless a round is said to last
longer."""

LONGEST_TURN = 0.008
SHORTEST_TURN = 0.00015
SHORTEST_PART = 0.001
"""A user's time is split among their own runs no finer than this: many tabs at once would be a long wait for others."""

MOST_SAVED = 1.5
"""What a turn left over is added to the next one, up to so many turns: where it was lost instead, rounds would be over
sooner than pictures are due, and many a turn would bring none."""

SMALL_DEBT = 10
LEAST_DEBT = 0.025
"""Who owes less than so many turns, or than seconds that an order costs in a bad moment, pays back by having half
turns, so that pictures go on coming; who owes more misses turns."""

UNUSUAL = 10
LEARNING = 0.05
"""A turn is charged at most so many times what the user's turns cost of late: what costs more once in a while is the
machine's doing, and would leave a page without pictures for seconds."""

DEEPEST_DEBT = 1.0


class Turn(NamedTuple, Generic[Run]):
    """One run's turn of so many seconds."""

    user: str
    run: Run
    seconds: float


class FairShare(Generic[Run]):
    """Gives every user the same time, and pays back what a turn cost more or less than planned."""

    def __init__(self) -> None:
        self._balance: dict[str, float] = {}
        self._order: deque[str] = deque()
        self._last_run: dict[str, int] = {}
        self._usual: dict[str, float] = {}
        """What a turn costs of late, on average."""

    def plan(
        self, ready: Mapping[str, Sequence[Run]], round_seconds: float = ROUND_SECONDS
    ) -> list[Turn[Run]]:
        """The next turns among those who are ready, at most about a tick's worth.

        Parameters
        ----------
        ready
            The runs that could work now, by user.
        round_seconds
            Work after which everybody's turn comes again.
        """
        if not ready:
            return []
        for user in ready.keys() - self._balance.keys():
            self._balance[user] = 0.0
            self._order.append(user)
        quantum = min(LONGEST_TURN, max(SHORTEST_TURN, round_seconds / len(ready)))
        self._forgive(ready, quantum)
        tolerated = max(SMALL_DEBT * quantum, LEAST_DEBT)
        turns: list[Turn[Run]] = []
        planned, tick = 0.0, max(SHORTEST_TICK, round_seconds / TICKS_A_ROUND)
        for _ in range(len(self._order)):
            user = self._order[0]
            self._order.rotate(-1)
            if user not in ready:
                continue
            balance = self._balance[user] = min(self._balance[user] + quantum, MOST_SAVED * quantum)
            if balance < -tolerated:
                continue
            balance = min(max(balance, quantum / 2), LONGEST_TURN)
            runs = ready[user]
            turns += (
                (Turn(user, runs[0], balance),) if len(runs) == 1 else self._turns_of(user, runs, balance)
            )
            planned += balance
            if planned >= tick:
                break
        return turns

    def _turns_of(self, user: str, runs: Sequence[Run], seconds: float) -> list[Turn[Run]]:
        """One user's time, shared by as many of their runs as it is enough for."""
        count = max(1, min(len(runs), int(seconds / SHORTEST_PART)))
        first = self._last_run.get(user, 0)
        self._last_run[user] = first + count
        return [Turn(user, runs[(first + place) % len(runs)], seconds / count) for place in range(count)]

    def charge(self, user: str, seconds: float) -> None:
        """Take what work really cost from a user's balance."""
        if user in self._balance:
            self._balance[user] = max(-DEEPEST_DEBT, self._balance[user] - seconds)

    def charge_turn(self, user: str, seconds: float) -> None:
        """Take what a turn really cost from a user's balance, as far as it is the user's doing."""
        usual = self._usual.get(user, seconds)
        self._usual[user] = usual + LEARNING * (seconds - usual)
        self.charge(user, min(seconds, UNUSUAL * usual))

    def keep_only(self, users: Collection[str]) -> None:
        """Forget everybody else: they have no run here any more."""
        self._balance = {user: balance for user, balance in self._balance.items() if user in users}
        self._last_run = {user: place for user, place in self._last_run.items() if user in users}
        self._usual = {user: usual for user, usual in self._usual.items() if user in users}
        self._order = deque(user for user in self._order if user in users)

    def _forgive(self, ready: Mapping[str, Sequence[Run]], quantum: float) -> None:
        """When everybody is in debt, let so many rounds pass at once: nobody gains by it, and nobody waits in vain."""
        best = max(map(self._balance.__getitem__, ready))
        if best + quantum <= 0:
            rounds = ceil(-best / quantum)
            for user in ready:
                self._balance[user] += rounds * quantum
