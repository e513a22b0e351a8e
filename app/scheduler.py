"""Spreads the runs over the shards."""

from __future__ import annotations

import asyncio

import structlog

from app.backends import Shard
from app.desk import Desk
from app.live_run import LiveRun
from app.metrics import Metrics
from app.quarantine import Quarantine
from app.sharing import Together
from app.store import Store


class Scheduler:
    """Every shard with its desk, and which run has its place where."""

    def __init__(self, shards: list[Shard], store: Store, quarantine: Quarantine, metrics: Metrics) -> None:
        together = Together(metrics.traffic)
        self.desks = [Desk(shard, store, quarantine, metrics, together) for shard in shards]
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to start the shards; nobody has to wait for them."""
        self._tasks = [
            asyncio.create_task(desk.work(), name=f"desk of {desk.shard.name}") for desk in self.desks
        ]
        for task in self._tasks:
            task.add_done_callback(_tell_of_a_fault)

    @property
    def ready(self) -> bool:
        """Whether there is a shard that works."""
        return any(desk.ready.is_set() for desk in self.desks)

    def processes(self) -> dict[int, str]:
        """The name of the shard in each process, by its number."""
        return {desk.shard.pid: desk.shard.name for desk in self.desks if desk.shard.pid is not None}

    def place(self, run: LiveRun) -> Desk:
        """Give a run a place on the shard that has the fewest."""
        desk = min(self.desks, key=lambda desk: (not desk.ready.is_set(), len(desk.runs)))
        desk.add(run)
        return desk

    async def stop(self) -> None:
        """Save every run and give the shards back."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for desk in self.desks:
            if desk.ready.is_set():
                for run in list(desk.runs.values()):
                    await desk.save(run)
        await asyncio.gather(*(desk.shard.stop() for desk in self.desks))


def _tell_of_a_fault(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        structlog.get_logger().error("a desk has failed", exc_info=task.exception())
