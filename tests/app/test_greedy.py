"""One user with eight tabs of a large network has one share: accounted in the seconds that a real shard reports."""

from __future__ import annotations

import asyncio
import statistics
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from app.backends import InlineShard
from app.backends.protocol import Report, Slice
from app.live_run import LiveRun
from tests.app.page import Page
from tests.app.serving import Served, serving

LARGE: dict[str, Any] = {
    "data": {"kind": "spiral", "samples": 1000},
    "network": {"layers": [{"kind": "dense", "units": 64}] * 4},
    "training": {"batch_size": 100, "epochs": 100_000},
}
TABS = 8
OTHERS = 4


class CountingShard(InlineShard):
    """Notes what it did for each run."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: Counter[str] = Counter()
        self.frames: Counter[str] = Counter()

    async def tick(self, slices: Sequence[Slice]) -> list[Report]:
        reports = await super().tick(slices)
        for part, report in zip(slices, reports, strict=True):
            self.seconds[part.run] += report.seconds  # type: ignore[assignment]
            self.frames[part.run] += report.frame is not None
        return reports


@asynccontextmanager
async def playing(served: Served, spec: dict[str, Any], cookie: str) -> AsyncIterator[str]:
    """A page that plays as fast as it goes; the name of its run."""
    async with Page(served.ws, additional_headers={"Cookie": cookie}) as page:
        welcome = await page.hello()
        await page.watch("surface", "neurons")
        await page.configure(spec)
        await page.send(op="play", epochs_per_second="max")
        await page.until("playing")
        yield welcome["run"]


def of(served: Served, name: str) -> LiveRun:
    return served.scheduler.desks[0].runs[name]


async def test_eight_tabs_of_a_large_network_are_one_share(tmp_path: Path, spiral: dict[str, Any]) -> None:
    shard = CountingShard()
    # An epoch of thousands of steps takes long enough that none ends before all are here, and have been counted.
    endless = {
        **spiral,
        "data": {**spiral["data"], "samples": 5000},
        "training": {**spiral["training"], "batch_size": 1, "epochs": 100_000},
    }
    async with serving([shard], tmp_path) as served, AsyncExitStack() as stack:
        cookies = [f"playground_user={number:032x}" for number in range(OTHERS + 1)]
        others = [await stack.enter_async_context(playing(served, endless, cookie)) for cookie in cookies[1:]]
        tabs = [await stack.enter_async_context(playing(served, LARGE, cookies[0])) for _ in range(TABS)]
        users = {of(served, tab).user for tab in tabs}
        assert len(users) == 1
        assert len(users | {of(served, other).user for other in others}) == 1 + OTHERS
        await asyncio.sleep(0.5)
        shard.seconds.clear()
        shard.frames.clear()
        async with asyncio.timeout(60):
            while shard.seconds.total() < 1.5:  # noqa: ASYNC110 - the shard's work is what time is here
                await asyncio.sleep(0.05)
        greedy = sum(shard.seconds[tab] for tab in tabs)
        fair = statistics.mean(shard.seconds[other] for other in others)
        assert greedy < 2 * fair
        assert min(shard.seconds[other] for other in others) > 0.5 * fair
        assert all(shard.frames[other] > 0 for other in others)
