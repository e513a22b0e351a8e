"""Spreads the runs over the shards, and moves them when shards die or come."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from app.backends import Shard, Supply
from app.desk import Desk
from app.keeping import Keeping
from app.live_run import LiveRun
from app.metrics import Metrics
from app.quarantine import Quarantine
from app.sharing import Together
from app.store import Store

PATIENCE_SECONDS = 1.0
"""Runs whose shard is not replaced within so long go on at other desks."""


class Scheduler:
    """Every shard with its desk, and which run has its place where.

    Parameters
    ----------
    supply
        The shards there are, and those that come later.
    """

    def __init__(self, supply: Supply, store: Store, quarantine: Quarantine, metrics: Metrics) -> None:
        self._supply = supply
        self._keeping = Keeping(store)
        self._quarantine = quarantine
        self._metrics = metrics
        self._together = Together(metrics.traffic)
        self._tasks: list[asyncio.Task[None]] = []
        self.desks: list[Desk] = []
        for shard in supply.shards:
            self._furnish(shard)

    def _furnish(self, shard: Shard) -> Desk:
        """Give a shard its desk."""
        desk = Desk(shard, self._keeping, self._quarantine, self._metrics, self._together)
        self.desks.append(desk)
        return desk

    def start(self) -> None:
        """Begin to start the shards; nobody has to wait for them."""
        for desk in self.desks:
            self._begin(desk.work(), f"desk of {desk.shard.name}")
        self._begin(self._grow(), "growth")
        self._begin(self._settle(), "moves")

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(_tell_of_a_fault)
        self._tasks.append(task)

    async def _grow(self) -> None:
        """Give every shard that comes later a desk of its own."""
        async for shard in self._supply.later():
            desk = self._furnish(shard)
            self._begin(desk.work(), f"desk of {shard.name}")

    @property
    def ready(self) -> bool:
        """Whether there is a shard that works."""
        return any(desk.ready.is_set() for desk in self.desks)

    def processes(self) -> dict[int, str]:
        """The name of the shard in each process, by its number."""
        return {desk.shard.pid: desk.shard.name for desk in self.desks if desk.shard.pid is not None}

    def place(self, run: LiveRun) -> None:
        """Give a run a place on the shard that has the fewest."""
        min(self.desks, key=lambda desk: (not desk.ready.is_set(), len(desk.runs))).add(run)

    # --- Moving ---------------------------------------------------------------------------------------------

    async def _settle(self) -> None:
        """For ever, after a shard was lost or works again: give runs places where they can train."""
        while True:
            await self._together.unsettled.wait()
            self._together.unsettled.clear()
            await asyncio.sleep(PATIENCE_SECONDS)
            self._leave_dead_shards()
            await self._level()

    def _leave_dead_shards(self) -> None:
        """Move the runs of shards that are still not replaced, where there are others."""
        if not self.ready:
            return
        for desk in self.desks:
            if not desk.ready.is_set():
                for run in list(desk.runs.values()):
                    desk.hand_over(run, self._emptiest())

    async def _level(self) -> None:
        """Move runs from full desks to empty ones, one after another, until all have about the same."""
        for _ in range(sum(map(_load, self.desks))):
            if not self.ready or self._together.unsettled.is_set():
                return
            emptiest = self._emptiest()
            fullest = max((desk for desk in self.desks if desk.ready.is_set()), key=_load)
            run = next((run for run in fullest.runs.values() if not run.ordering.locked()), None)
            if run is None or _load(fullest) - _load(emptiest) < 2:
                return
            async with run.ordering:
                await fullest.send(run, emptiest)

    def _emptiest(self) -> Desk:
        return min((desk for desk in self.desks if desk.ready.is_set()), key=_load)

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
        await self._supply.stop()


def _load(desk: Desk) -> int:
    """How many runs have their place at a desk."""
    return len(desk.runs)


def _tell_of_a_fault(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        structlog.get_logger().error(
            "a task of the scheduler has failed", task=task.get_name(), exc_info=task.exception()
        )
