"""Runs move: away from shards that stay dead, and to shards that come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app import scheduler
from app.backends import InlineShard, Shard, Supply
from tests.app.curves import EPOCHS, history_after
from tests.app.page import Page
from tests.app.serving import Served, serving

Spec = dict[str, Any]


class Mortal(InlineShard):
    """A shard for which there may be no room any more."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.room = True

    async def revive(self) -> None:
        if not self.room:
            raise RuntimeError("There is no room.")
        await super().revive()

    def kill(self) -> None:
        self.room = False
        super().kill()


class Growing(Supply):
    """A shard at once, and a second one when it is wanted."""

    def __init__(self) -> None:
        super().__init__([InlineShard("one")])
        self.wanted = asyncio.Event()

    async def later(self) -> AsyncIterator[Shard]:
        await self.wanted.wait()
        yield InlineShard("two")


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "PATIENCE_SECONDS", 0.05)


async def spread(served: Served, *counts: int) -> None:
    """Wait until the desks have so many runs each."""
    async with asyncio.timeout(90):
        while tuple(len(desk.runs) for desk in served.scheduler.desks) != counts:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.02)


async def test_a_run_leaves_a_shard_that_stays_dead_and_goes_on_bit_identically(
    tmp_path: Path, spiral: Spec
) -> None:
    spiral["training"]["epochs"] = EPOCHS
    dying, living = Mortal("dying"), InlineShard("living")
    async with serving([dying, living], tmp_path) as served:
        async with Page(served.ws) as page:
            moved = await history_after(page, spiral, dying.kill)
            assert any(event.get("cause") == "restored" for event in page.texts())
            await spread(served, 0, 1)
        async with Page(served.ws) as page:
            np.testing.assert_array_equal(moved, await history_after(page, spiral, None))


async def test_a_shard_that_lives_again_gets_runs_and_all_go_on(tmp_path: Path, spiral: Spec) -> None:
    spiral["training"]["epochs"] = 100_000
    dying = Mortal("dying")
    async with serving([dying, InlineShard("living")], tmp_path) as served, AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(Page(served.ws)) for _ in range(4)]
        for page in pages:
            await page.hello()
            await page.configure(spiral)
            await page.send(op="play", epochs_per_second=50)
            await page.wait("frame", lambda frame: frame["epoch"] > 0)
        dying.kill()
        await spread(served, 0, 4)
        dying.room = True
        await spread(served, 2, 2)
        for page in pages:
            place = page.mark()
            await page.send(op="pause")
            status = await page.until("paused", after=place)
            assert status["epoch"] > 0
            place = page.mark()
            await page.send(op="step", epochs=1)
            await page.wait("status", lambda now, at=status["epoch"]: now["epoch"] == at + 1, after=place)  # type: ignore[misc]


async def test_a_shard_that_comes_later_takes_its_share(tmp_path: Path, spiral: Spec) -> None:
    spiral["training"]["epochs"] = 100_000
    supply = Growing()
    async with serving(supply, tmp_path) as served, Page(served.ws) as one, Page(served.ws) as two:
        for page in (one, two):
            await page.hello()
            await page.configure(spiral)
            await page.send(op="play", epochs_per_second=50)
        await spread(served, 2)
        supply.wanted.set()
        await spread(served, 1, 1)
        for page in (one, two):
            reached = page.frames()[-1]["epoch"] if page.frames() else 0
            await page.wait("frame", lambda frame, at=reached: frame["epoch"] > at + 5, after=page.mark())  # type: ignore[misc]
