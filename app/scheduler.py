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
        self._tasks: set[asyncio.Task[None]] = set()
        self._working: dict[Desk, asyncio.Task[None]] = {}
        self.desks = [self._furnish(shard) for shard in supply.shards]
        self._aside: list[Desk] = []
        """Those that begin to take the place of another one, and those whose place was taken and whose runs leave."""

    def _furnish(self, shard: Shard) -> Desk:
        """Give a shard its desk."""
        return Desk(shard, self._keeping, self._quarantine, self._metrics, self._together)

    def start(self) -> None:
        """Begin to start the shards; nobody has to wait for them."""
        for desk in self.desks:
            self._set_to_work(desk)
        self._begin(self._grow(), "growth")
        self._begin(self._settle(), "moves")
        self._begin(self._succeed(), "successors")

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(_tell_of_a_fault)
        task.add_done_callback(self._tasks.discard)
        self._tasks.add(task)
        return task

    def _set_to_work(self, desk: Desk) -> None:
        self._working[desk] = self._begin(desk.work(), f"desk of {desk.shard.name}")

    async def _grow(self) -> None:
        """Give every shard that comes later a desk of its own."""
        async for shard in self._supply.later():
            desk = self._furnish(shard)
            self.desks.append(desk)
            self._set_to_work(desk)

    @property
    def ready(self) -> bool:
        """Whether there is a shard that works."""
        return any(desk.ready.is_set() for desk in self.desks)

    def processes(self) -> dict[int, str]:
        """The name of the shard in each process, by its number."""
        desks = (*self.desks, *self._aside)
        return {desk.shard.pid: desk.shard.name for desk in desks if desk.shard.pid is not None}

    def place(self, run: LiveRun) -> None:
        """Give a run a place on the shard that has the fewest."""
        min(self.desks, key=lambda desk: (not desk.ready.is_set(), self._load(desk))).add(run)

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
        for _ in range(sum(map(self._load, self.desks))):
            if not self.ready or self._together.unsettled.is_set():
                return
            emptiest = self._emptiest()
            fullest = max((desk for desk in self.desks if desk.ready.is_set()), key=self._load)
            run = next((run for run in fullest.runs.values() if not run.ordering.locked()), None)
            if run is None or self._load(fullest) - self._load(emptiest) < 2:
                return
            async with run.ordering:
                await fullest.send(run, emptiest)

    def _emptiest(self) -> Desk:
        return min((desk for desk in self.desks if desk.ready.is_set()), key=self._load)

    def _load(self, desk: Desk) -> int:
        """How many runs have their place at a desk, or are about to move there from the one it succeeds."""
        coming = (len(before.runs) for before in self._aside if before.succession.desk is desk)
        return len(desk.runs) + sum(coming)

    # --- Succession -----------------------------------------------------------------------------------------

    async def _succeed(self) -> None:
        """For ever, where a run needs PyTorch and its shard lacks it: start another shard to take the place."""
        while True:
            desk = await self._together.outgrown.get()
            self._begin(self._replace(desk), f"successor of {desk.shard.name}")

    async def _replace(self, desk: Desk) -> None:
        """Start a shard that has PyTorch beside one that lacks it, move all runs there, and end the other."""
        if self._supply.with_pytorch is None:
            _do_without(desk)
            return
        successor = self._furnish(self._supply.with_pytorch())
        self._aside.append(successor)
        self._set_to_work(successor)
        await successor.ready.wait()
        if successor.shard.lacks_pytorch:  # It did not come off, for which the log has the reason.
            _do_without(desk)
            await self._end(successor)
            return
        self._aside[self._aside.index(successor)] = desk
        self.desks[self.desks.index(desk)] = successor
        desk.succession.settle(successor)
        while desk.runs:
            run = max(desk.runs.values(), key=lambda run: run.wants_pytorch)
            async with run.ordering:
                await desk.send(run, successor)
            run.changed |= run.wants_pytorch  # There is more to see.
            successor.wake(run)
        await self._end(desk)

    async def _end(self, desk: Desk) -> None:
        """End a desk that has no runs any more."""
        self._together.train(desk.shard.name, set())
        work = self._working.pop(desk)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await desk.shard.stop()
        self._aside.remove(desk)

    async def stop(self) -> None:
        """Save every run and give the shards back."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        desks = (*self.desks, *self._aside)
        for desk in desks:
            if desk.ready.is_set():
                for run in list(desk.runs.values()):
                    await desk.save(run)
        await asyncio.gather(*(desk.shard.stop() for desk in desks))
        await self._supply.stop()


def _do_without(desk: Desk) -> None:
    """Have a desk's shard load PyTorch itself, at whose first use all its runs wait."""
    desk.shard.lacks_pytorch = False
    desk.succession.settle(None)
    for run in desk.runs.values():
        desk.wake(run)


def _tell_of_a_fault(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        structlog.get_logger().error(
            "a task of the scheduler has failed", task=task.get_name(), exc_info=task.exception()
        )
