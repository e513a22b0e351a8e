"""Replaces shards that hold more memory than they may, before the machine has none left, and those that died idle."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from time import monotonic

import psutil
import structlog

from app.backends.protocol import ShardLostError
from app.desk import Desk
from app.metrics.processes import proportional_bytes

LOOK_SECONDS = 1.0
SAVING_SECONDS = 1.0
"""The runs of a shard that holds too much are saved within so long, or are where they were saved before."""

NOTICE_SECONDS = 0.2
"""Whoever works with a shard notices that it ended, and knows for which run it worked."""

PATIENCE = 1.5
"""A shard with so many times the memory it may have is ended at once, though its runs were not saved for this."""

PAUSE_SECONDS = 60.0
"""A shard whose runs need more than it may have would otherwise be replaced again and again."""


class Oversight:
    """Watches over the processes of the shards on this machine.

    Parameters
    ----------
    desks
        Tells which there are.
    megabytes
        What a shard may hold, without what it shares with others.
    """

    def __init__(self, desks: Callable[[], Iterable[Desk]], megabytes: int) -> None:
        self._desks = desks
        self._limit = megabytes * 1_000_000
        self._next: dict[str, float] = {}
        self._log = structlog.get_logger()

    async def watch(self) -> None:
        """Look for ever."""
        while True:
            for desk in list(self._desks()):
                try:
                    await self._look(desk)
                except Exception:  # noqa: BLE001 - it is logged, and the watch goes on
                    self._log.exception("looking at a shard has failed", shard=desk.shard.name)
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self, desk: Desk) -> None:
        """Look at one shard, and replace it where that is needed."""
        pid, life = desk.shard.pid, desk.shard.life
        if pid is None or not desk.ready.is_set():
            return
        if not psutil.pid_exists(pid):
            desk.lose(ShardLostError(), life)
            return
        if _resident_bytes(pid) <= self._limit:
            return  # Without what is shared it is less still, and counting that takes the system milliseconds.
        held = await asyncio.to_thread(proportional_bytes, pid)
        now = monotonic()
        if held is not None and held > self._limit and now >= self._next.get(desk.shard.name, now):
            self._next[desk.shard.name] = now + PAUSE_SECONDS
            await self._replace(desk, pid, life, held)

    async def _replace(self, desk: Desk, pid: int, life: int, held: int) -> None:
        """End a shard; its runs are saved before, where there is time."""
        megabytes, most = round(held / 1e6), round(self._limit / 1e6)
        self._log.warning("shard holds too much", shard=desk.shard.name, megabytes=megabytes, most=most)
        if held <= PATIENCE * self._limit:
            with suppress(TimeoutError):
                async with asyncio.timeout(SAVING_SECONDS):
                    await desk.save_all()
        if desk.shard.life == life:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(NOTICE_SECONDS)
            desk.lose(ShardLostError(), life)


def _resident_bytes(pid: int) -> int:
    """A process's memory with what it shares in full (RSS); 0 where it has just ended."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0
