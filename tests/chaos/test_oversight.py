"""A shard that holds too much memory is replaced, and so is one that died while nobody needed it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app import oversight
from app.backends import LocalShard
from app.backends.protocol import ShardLostError
from app.metrics.processes import proportional_bytes
from app.oversight import Oversight
from tests.app.page import Page
from tests.app.serving import Served, serving
from tests.chaos.conftest import EPOCHS, SLOW
from tests.chaos.curves import seen, undisturbed

Spec = dict[str, Any]
_held: list[bytearray] = []


def bloat(megabytes: int) -> int:
    """Hold so much memory in this process."""
    _held.append(bytearray(os.urandom(1000)) * (megabytes * 1000))
    return os.getpid()


@asynccontextmanager
async def watched(served: Served, megabytes: int) -> AsyncIterator[None]:
    task = asyncio.create_task(Oversight(lambda: served.scheduler.desks, megabytes).watch())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def another(shard: LocalShard, life: int) -> None:
    async with asyncio.timeout(90):
        while shard.life == life or shard.pid is None:  # noqa: ASYNC110 - a shard tells nobody
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("kind", ["a little too much", "far too much"])
async def test_a_bloated_shard_is_replaced_and_its_runs_go_on(
    tmp_path: Path, spiral: Spec, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(oversight, "LOOK_SECONDS", 0.2)
    shard = LocalShard("one", tables=tmp_path / "tables")
    async with serving([shard], tmp_path) as served, Page(served.ws) as page:
        assert shard.pid is not None
        slim = (proportional_bytes(shard.pid) or 0) // 1_000_000
        if not slim:
            pytest.skip("this system does not tell the memory of a process")
        welcome = await page.hello()
        await page.configure(spiral)
        await page.send(op="play", epochs_per_second=SLOW)
        await page.wait("frame", lambda frame: frame["epoch"] > SLOW)
        most = slim + 150
        async with watched(served, most):
            await asyncio.sleep(0.5)
            assert shard.life == 1
            with suppress(ShardLostError):  # It may be gone before it has all of that.
                await shard._call(bloat, most // 4 + 150 if kind == "a little too much" else most)
            reached = page.frames()[-1]["epoch"] if shard.life == 1 else 0
            await another(shard, 1)
            restored = await page.wait("status", lambda status: status["cause"] == "restored")
            await page.send(op="play", epochs_per_second="max")
            await page.until("finished")
        if kind == "a little too much":
            assert restored["epoch"] >= reached  # It was saved before.
        assert shard.life == 2
        shown = await seen(served.ws, welcome, EPOCHS)
        np.testing.assert_array_equal(shown, undisturbed(spiral, EPOCHS))


async def test_a_shard_that_died_idle_is_replaced_before_somebody_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oversight, "LOOK_SECONDS", 0.1)
    shard = LocalShard("one", tables=tmp_path / "tables")
    async with serving([shard], tmp_path) as served, watched(served, 100_000):
        assert shard.pid is not None
        os.kill(shard.pid, signal.SIGKILL)
        await another(shard, 1)
