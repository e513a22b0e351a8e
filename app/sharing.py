"""Who trains at this moment, what a picture costs the server, and what people are told about it."""

from __future__ import annotations

import asyncio
from collections.abc import Set as AbstractSet
from time import process_time
from typing import TYPE_CHECKING

from app.load import FULL, SERVER_GUESS, Pictures
from app.metrics import Traffic
from app.wire.events import Sharing

if TYPE_CHECKING:
    from app.desk import Desk

ENOUGH = 30.0
"""Pictures a second with which nobody feels that the machine is shared."""

FEW = 24.0
"""Below this people are told; between the two a page says what it said before, so that no line comes and goes."""

TOLD_EVERY = 2.0
NOTICEABLE = 1.25
ENOUGH_FRAMES = 200


class Together:
    """What all desks have in common."""

    def __init__(self, traffic: Traffic | None = None) -> None:
        self._traffic = traffic or Traffic()
        self._training: dict[str, AbstractSet[str]] = {}
        self.people = 0
        self.unsettled = asyncio.Event()
        """Set when a shard was lost or works again: runs may then belong elsewhere."""

        self.outgrown: asyncio.Queue[Desk] = asyncio.Queue()
        """Those whose shard lacks PyTorch, which a run of theirs needs; each once."""

        self.seconds_a_picture = SERVER_GUESS
        self._frames, self._used = 0, process_time()

    def train(self, desk: str, users: AbstractSet[str]) -> None:
        """Note who trains at a desk."""
        self._training[desk] = users
        self.people = len(set().union(*self._training.values()))

    def weigh(self) -> None:
        """Work out what a picture costs the process that serves pages, once there were enough of them."""
        frames = self._traffic.frames_sent - self._frames
        if frames < ENOUGH_FRAMES:
            return
        used = process_time()
        cost = (used - self._used) / frames
        self.seconds_a_picture += 0.3 * (min(10 * SERVER_GUESS, cost) - self.seconds_a_picture)
        self._frames, self._used = self._traffic.frames_sent, used


class Notice:
    """What one page has been told."""

    def __init__(self) -> None:
        self._told: Sharing | None = None
        self._told_at = 0.0

    def news(self, people: int, pictures: Pictures, frames_per_second: float, now: float) -> Sharing | None:
        """What is worth telling, if anything: that the machine is shared, how it changed, and when it is over."""
        if now < self._told_at + TOLD_EVERY:
            return None
        told, detail = self._told, pictures.detail
        shared = detail < FULL or frames_per_second < (FEW if told is None else ENOUGH)
        news = shared if told is None else not shared or _differs(told, people, frames_per_second, detail)
        if not news:
            return None
        found = Sharing(people=people, frames_per_second=frames_per_second, detail=detail, shared=shared)
        self._told, self._told_at = (found if shared else None), now
        return found

    def forget(self) -> None:
        """A page that connects anew has been told nothing."""
        self._told, self._told_at = None, 0.0


def _differs(told: Sharing, people: int, frames_per_second: float, detail: float) -> bool:
    """Whether a person would notice the difference from what was told."""
    pairs = (told.frames_per_second, frames_per_second), (told.people, people)
    return detail != told.detail or any(max(pair) > NOTICEABLE * min(pair) for pair in pairs)
