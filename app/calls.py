"""Orders reach a run wherever it has its place, and are given again when a shard dies over them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from app.backends.protocol import Failure, Report, Shard, ShardLostError
from app.desk import Desk, RefusedError
from app.live_run import LiveRun

ATTEMPTS = 3

PYTORCH_SECONDS = 60.0
NO_PYTORCH = Failure(
    "unavailable", "PyTorch, which this network needs, is still being loaded.", "Try again in a minute."
)


async def configure(run: LiveRun) -> Report:
    """Start a run at the beginning of its spec, in place of what it was before.

    Raises
    ------
    RefusedError
        Where the shard says why it cannot be done; the run is then still what it was before.
    """
    return await _insist(run, lambda desk: desk.start(run))


async def call(run: LiveRun, work: Callable[[Shard], Awaitable[Report]]) -> Report:
    """Have something done for a run; if its shard dies meanwhile, again on the next.

    Raises
    ------
    RefusedError
        Where the shard says why it cannot be done.
    """
    return await _insist(run, lambda desk: desk.obey(run, work))


async def _insist(run: LiveRun, attempt: Callable[[Desk], Awaitable[Report]]) -> Report:
    for _ in range(ATTEMPTS):
        desk = await _working_desk(run)
        life = desk.shard.life
        try:
            report = await attempt(desk)
        except ShardLostError as lost:
            desk.lose(lost, life)
            continue
        if report.failure is not None:
            raise RefusedError(report.failure)
        return report
    raise RefusedError(
        run.desk.refusal(run)
        or Failure("unavailable", "The process that trains keeps stopping.", "Try again in a minute.")
    )


async def get_pytorch(run: LiveRun) -> None:
    """Move a run to where it can use PyTorch, unless it is there.

    Raises
    ------
    RefusedError
        Where that takes too long.
    """
    while run.desk.shard.lacks_pytorch:
        desk = run.desk
        desk.succession.begin()
        try:
            async with asyncio.timeout(PYTORCH_SECONDS):
                await desk.succession.settled()
        except TimeoutError:
            raise RefusedError(NO_PYTORCH) from None
        if desk.succession.desk is not None:
            await desk.send(run, desk.succession.desk)


async def _working_desk(run: LiveRun) -> Desk:
    """The run's desk, once its shard works; another one where the run is given its place elsewhere meanwhile."""
    if run.needs_pytorch:
        await get_pytorch(run)
    while not run.desk.ready.is_set():
        news = [asyncio.create_task(event.wait()) for event in (run.desk.ready, run.moved)]
        try:
            await asyncio.wait(news, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in news:
                task.cancel()
    return run.desk
