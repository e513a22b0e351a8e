"""Runs on the disk come back as they were; whatever the disk does, nobody waits and nothing raises."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.store import UNSAVED_BYTES, Record, Store

RECORD = Record(
    run="ab" * 16,
    token_hash="0" * 64,
    user="somebody",
    seq=12,
    state="playing",
    cause=None,
    reason=None,
    speed=2.5,
    epoch=3,
    step=75,
    spec={"format": 1, "name": "line\nbreak ü"},
    snapshot=b"\x00\n\xff" * 100,
)


async def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.start()
    store.put(RECORD)
    assert await store.get(RECORD.run) == RECORD
    await store.stop()
    assert await Store(tmp_path).get(RECORD.run) == RECORD


async def test_the_newest_state_wins(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.start()
    for step in range(50):
        store.put(replace(RECORD, step=step))
    await store.stop()
    found = await Store(tmp_path).get(RECORD.run)
    assert found is not None
    assert found.step == 49


@pytest.mark.parametrize(
    "run", ["", "..", "../../etc/passwd", "AB" * 16, "ab" * 15, "cd" * 16, "ab" * 16 + "\n"]
)
async def test_what_is_no_run_is_not_looked_for(tmp_path: Path, run: str) -> None:
    assert await Store(tmp_path).get(run) is None


@pytest.mark.parametrize("content", [b"", b"{}", b"{}\n", b"no json\nbytes", b'{"run": 1}\n'])
async def test_a_broken_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "runs" / "ab" / RECORD.run
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert await Store(tmp_path).get(RECORD.run) is None


async def test_a_full_disk_stops_nobody_and_is_used_again_later(tmp_path: Path) -> None:
    blocked = tmp_path / "runs"
    blocked.write_text("a file where a folder should be")
    store = Store(tmp_path)
    store.start()
    store.put(RECORD)
    await asyncio.sleep(0.1)
    assert await store.get(RECORD.run) == RECORD
    large = bytes(UNSAVED_BYTES // 3)
    for number in range(6):
        store.put(replace(RECORD, run=f"{number:032x}", snapshot=large))
    assert sum(len(waiting.snapshot) for waiting in store._pending.values()) <= UNSAVED_BYTES
    blocked.unlink()
    async with asyncio.timeout(10):
        while store._pending:  # noqa: ASYNC110 - the store tells nobody when it has written
            await asyncio.sleep(0.05)
    await store.stop()
    assert await Store(tmp_path).get(f"{5:032x}") is not None


async def test_a_stop_does_not_wait_for_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file where a folder should be")
    store = Store(tmp_path)
    store.start()
    store.put(RECORD)
    await asyncio.sleep(0.1)
    async with asyncio.timeout(2):
        await store.stop()


async def test_what_nobody_used_for_long_is_thrown_away(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.start()
    other = "cd" * 16
    store.put(RECORD)
    store.put(replace(RECORD, run=other))
    await store.stop()
    old = time.time() - 10 * 86_400
    os.utime(tmp_path / "runs" / "ab" / RECORD.run, (old, old))
    assert await store.sweep(days=9) == 1
    assert await store.get(RECORD.run) is None
    assert await store.get(other) is not None


async def test_nobody_else_on_the_machine_can_read_runs(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.start()
    store.put(RECORD)
    await store.stop()
    assert (tmp_path / "runs" / "ab").stat().st_mode & 0o077 == 0
