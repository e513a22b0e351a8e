"""The disk is full: training goes on, even over the death of a shard, and what was in memory is saved later."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.app.page import Page
from tests.chaos.conftest import EPOCHS, SLOW
from tests.chaos.curves import seen, undisturbed
from tests.chaos.served import Victim

Spec = dict[str, Any]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with half a megabyte, where this user may have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=512k", "none", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may have a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Leave no room on a disk."""
    stone = folder / "stone"
    with stone.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return stone


async def test_a_full_disk_costs_nothing_that_is_in_memory(
    small_disk: Path, tmp_path: Path, spiral: Spec
) -> None:
    with Victim(tmp_path, data=small_disk / "data", snapshot_seconds=0.3) as victim:
        async with Page(victim.ws) as page:
            welcome = await page.hello()
            await page.configure(spiral)
            await page.send(op="play", epochs_per_second=SLOW)
            await page.wait("frame", lambda frame: frame["epoch"] > SLOW)
            stone = fill(small_disk)
            await asyncio.to_thread(victim.until, lambda: victim.events("runs cannot be saved"))
            assert victim.status("/readyz") == 503
            await page.ask("configured", op="patch", path="name", value="still here")
            (pid,) = victim.shards().values()
            os.kill(pid, signal.SIGKILL)
            await page.wait("status", lambda status: status["cause"] == "restored")
            await page.send(op="play", epochs_per_second="max")
            await page.until("finished")
            assert not [event for event in page.texts() if event["op"] == "error"]
            stone.unlink()
            await asyncio.to_thread(victim.until, lambda: victim.events("runs are saved again"))
            await asyncio.to_thread(victim.until, lambda: victim.status("/readyz") == 200)
        victim.end(signal.SIGKILL)
        await asyncio.to_thread(victim.start)
        async with Page(victim.ws) as page:
            assert (await page.hello(run=welcome["run"], token=welcome["token"]))["resumed"]
            assert (await page.wait("configured"))["spec"]["name"] == "still here"
            assert (await page.until("finished"))["epoch"] == EPOCHS
        shown = await seen(victim.ws, welcome, EPOCHS)
        np.testing.assert_array_equal(shown, undisturbed(spiral, EPOCHS))
