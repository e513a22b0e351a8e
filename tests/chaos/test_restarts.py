"""The server stops, or is killed, in the middle of training: the curves that come out at the end are the same."""

from __future__ import annotations

import asyncio
import json
import signal
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from tests.app.page import Message, Page
from tests.chaos.conftest import EPOCHS, SLOW
from tests.chaos.curves import seen, undisturbed
from tests.chaos.served import Victim
from tests.served import STOPPING

Spec = dict[str, Any]
EDITED = 0.02


def left_behind(victim: Victim) -> list[str]:
    """Files that should not be there when the server is gone; PyTorch's cache is the same folder each time."""
    unfinished = [path.name for path in victim.data.rglob("*.new")]
    temporary = {
        path.name for path in victim.temporary.iterdir() if not path.name.startswith("torchinductor_")
    }
    return [*unfinished, *temporary]


def epoch_on_disk(victim: Victim, run: str) -> int:
    """Where a run stands that would be read back now."""
    path = victim.data / "runs" / run[:2] / run
    return int(json.loads(path.read_bytes().partition(b"\n")[0])["epoch"]) if path.exists() else 0


async def test_runs_go_on_after_the_server_was_killed_and_after_it_was_stopped(
    tmp_path: Path, spiral: Spec
) -> None:
    specs = [{**spiral, "seed": seed} for seed in range(2)]
    welcomes: list[Message] = []
    with Victim(tmp_path, snapshot_seconds=0.5) as victim:
        async with AsyncExitStack() as stack:
            for spec in specs:
                page = await stack.enter_async_context(Page(victim.ws))
                welcomes.append(await page.hello())
                await page.configure(spec)
                await page.send(op="play", epochs_per_second=SLOW)
            for welcome in welcomes:
                await asyncio.to_thread(
                    victim.until, lambda run=welcome["run"]: epoch_on_disk(victim, run) > SLOW
                )
            family = victim.family()
            assert victim.end(signal.SIGKILL) == -signal.SIGKILL
            _, alive = await asyncio.to_thread(psutil.wait_procs, family, STOPPING)
            assert alive == []
        assert left_behind(victim) == []
        await asyncio.to_thread(victim.start)
        async with AsyncExitStack() as stack:
            for welcome in welcomes:
                page = await stack.enter_async_context(Page(victim.ws))
                assert (await page.hello(run=welcome["run"], token=welcome["token"]))["resumed"]
                restored = await page.wait("status", lambda status: status["cause"] == "restored")
                assert restored["epoch"] > SLOW
                await page.wait("frame", lambda frame: frame["epoch"] > 3 * SLOW)
            family = victim.family()
            assert await asyncio.to_thread(victim.end, signal.SIGTERM) == 0
            _, alive = await asyncio.to_thread(psutil.wait_procs, family, STOPPING)
            assert alive == []
        assert left_behind(victim) == []
        await asyncio.to_thread(victim.start)
        for spec, welcome in zip(specs, welcomes, strict=True):
            async with Page(victim.ws) as page:
                assert (await page.hello(run=welcome["run"], token=welcome["token"]))["resumed"]
                restored = await page.wait("status", lambda status: status["cause"] == "restored")
                assert restored["epoch"] >= 3 * SLOW
                await page.send(op="play", epochs_per_second="max")
                await page.until("finished")
            shown = await seen(victim.ws, welcome, EPOCHS)
            np.testing.assert_array_equal(shown, undisturbed(spec, EPOCHS))
