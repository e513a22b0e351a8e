"""Runs on the disk come back as they were; whatever the disk does, nobody waits and nothing raises."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app import store as store_module
from app.records import Record, RecordError, Records
from app.store import MOST_PARTS, UNSAVED_BYTES, WRITES_A_SECOND, Store
from engine.snapshot import Snapshot
from tests.app.records import RECORD, RUN

WHOLE = replace(RECORD, snapshot=Snapshot(b"0", (b"first",)))


def later(number: int, size: int = 1) -> Record:
    """What has come after so many records."""
    return replace(RECORD, seq=100 + number, snapshot=Snapshot(b"%d" % number, (b"%d" % number * size,)))


def history(record: Record | None) -> list[bytes]:
    assert record is not None
    assert record.snapshot is not None
    return list(record.snapshot.history)


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(90):
        while not done():  # noqa: ASYNC110 - the store tells nobody when it has written
            await asyncio.sleep(0.01)


async def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    whole = replace(RECORD, snapshot=Snapshot(b"\x00\n\xff" * 100, (b"first\n", b"\n\0")))
    store = Store(tmp_path)
    store.start()
    store.put(whole)
    assert await store.get(RUN) == whole
    await store.stop()
    assert await Store(tmp_path).get(RUN) == whole


async def test_the_newest_state_wins(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.start()
    for step in range(50):
        store.put(replace(WHOLE, step=step))
    await store.stop()
    found = await Store(tmp_path).get(RUN)
    assert found is not None
    assert found.step == 49


async def test_a_history_comes_in_parts_and_goes_on_after_a_restart(tmp_path: Path) -> None:
    expected = [b"first"]
    for restart in range(3):
        store = Store(tmp_path, seconds=0.02)
        store.start()
        if restart == 0:
            store.put(WHOLE, soon=False)
        for place in range(6):
            number = 10 * restart + place
            store.put(later(number), whole=False, soon=place % 3 == 0)
            expected.append(b"%d" % number)
            found = await store.get(RUN)
            assert history(found) == expected
            assert found is not None
            assert (found.seq, found.snapshot and found.snapshot.state) == (100 + number, b"%d" % number)
            await asyncio.sleep(0.01 * place)
        await store.stop()
    assert history(await Store(tmp_path).get(RUN)) == expected


async def test_a_history_that_begins_anew_leaves_nothing_of_the_old_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.start()
    for round_ in range(3):
        store.put(WHOLE)
        await until(lambda: not store.waiting)
        store.put(later(round_), whole=False)
        await until(lambda: not store.waiting)
    await store.stop()
    assert history(await Store(tmp_path).get(RUN)) == [b"first", b"2"]
    assert sorted(path.name for path in (tmp_path / "runs" / "ab").iterdir()) == [RUN, f"{RUN}.2"]


async def test_what_can_wait_is_written_with_what_comes_after(tmp_path: Path) -> None:
    store = Store(tmp_path, seconds=600)
    store.start()
    store.put(WHOLE, soon=False)
    store.put(later(1), whole=False, soon=False)
    await asyncio.sleep(0.1)
    assert store.waiting == 1
    assert not (tmp_path / "runs").exists()
    store.put(later(2), whole=False)
    await until(lambda: not store.waiting)
    assert history(await Store(tmp_path).get(RUN)) == [b"first", b"1", b"2"]
    store.put(later(3), whole=False, soon=False)
    await store.stop()
    assert history(await Store(tmp_path).get(RUN)) == [b"first", b"1", b"2", b"3"]


async def test_the_more_runs_wait_the_later_each_is_written(tmp_path: Path) -> None:
    store = Store(tmp_path, seconds=0.0)
    runs = 40 * WRITES_A_SECOND
    for number in range(runs):
        store.put(replace(WHOLE, run=f"{number:032x}"), soon=False)
    store.start()
    await until(lambda: store.waiting < runs)
    assert store.waiting > runs / 2
    await store.stop()
    assert not store.waiting


async def test_a_history_of_many_parts_or_without_a_beginning_is_wanted_whole(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.start()
    store.put(later(0), whole=False)
    await until(lambda: RUN in store.lacking)
    store.put(WHOLE)
    assert RUN not in store.lacking
    for number in range(MOST_PARTS):
        await until(lambda: not store.waiting)
        store.put(later(number), whole=False)
    await until(lambda: RUN in store.lacking)
    assert len(history(await store.get(RUN))) == MOST_PARTS + 1
    await store.stop()


@pytest.mark.parametrize("run", ["", "..", "../../etc/passwd", "AB" * 16, "ab" * 15, "cd" * 16, RUN + "\n"])
async def test_what_is_no_run_is_not_looked_for(tmp_path: Path, run: str) -> None:
    assert await Store(tmp_path).get(run) is None


@pytest.mark.parametrize("content", [b"", b"{}", b"{}\n", b"no json\nbytes", b'{"run": 1}\n'])
async def test_a_broken_file_is_told_apart_from_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "runs" / "ab" / RUN
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(RecordError):
        await Store(tmp_path).get(RUN)


@pytest.mark.parametrize("harm", ["history gone", "history short", "earlier version"])
async def test_of_what_is_damaged_or_older_the_experiment_is_still_known(tmp_path: Path, harm: str) -> None:
    records = Records(tmp_path / "runs")
    records.write(WHOLE, whole=True)
    path = records.path(RUN)
    if harm == "earlier version":
        path.write_bytes(path.read_bytes().replace(b'"format":2,', b"", 1))
    elif harm == "history gone":
        path.with_suffix(".0").unlink()
    else:
        os.truncate(path.with_suffix(".0"), 10)
    store = Store(tmp_path)
    found = await store.get(RUN)
    assert found == replace(WHOLE, snapshot=None)
    store.start()
    store.put(WHOLE)
    await store.stop()
    assert await Store(tmp_path).get(RUN) == WHOLE


async def test_what_a_dying_server_had_half_written_counts_for_nothing(tmp_path: Path) -> None:
    records = Records(tmp_path / "runs")
    records.write(WHOLE, whole=True)
    path = records.path(RUN)
    with path.with_suffix(".0").open("ab") as file:
        file.write(b"\x10\0\0\0\0\0\0\0half")
    path.with_suffix(".new").write_bytes(b'{"run"')
    assert records.read(RUN) == WHOLE
    records.write(later(1), whole=False)
    assert history(records.read(RUN)) == [b"first", b"1"]


async def test_a_full_disk_stops_nobody_and_is_used_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "AFTER_A_FAULT", 0.05)
    blocked = tmp_path / "runs"
    blocked.write_text("a file where a folder should be")
    store = Store(tmp_path)
    store.start()
    store.put(WHOLE)
    store.put(later(1), whole=False)
    await asyncio.sleep(0.1)
    assert history(await store.get(RUN)) == [b"first", b"1"]
    large = Snapshot(bytes(UNSAVED_BYTES // 3), ())
    for number in range(6):
        store.put(replace(RECORD, run=f"{number:032x}", snapshot=large))
        await asyncio.sleep(0)
    await until(lambda: RUN in store.lacking)
    await until(lambda: 0 < store.unsaved_bytes <= UNSAVED_BYTES)
    blocked.unlink()
    await until(lambda: not store.waiting)
    await store.stop()
    assert await Store(tmp_path).get(f"{5:032x}") is not None


async def test_of_what_cannot_be_written_the_oldest_goes_even_while_it_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "AFTER_A_FAULT", 0.01)
    going, tried = threading.Event(), threading.Event()

    class FullDisk(Records):
        def write(self, record: Record, *, whole: bool) -> int:
            tried.set()
            going.wait(60)
            raise OSError("no room")

    monkeypatch.setattr(store_module, "Records", FullDisk)
    store = Store(tmp_path)
    store.start()
    store.put(WHOLE)
    assert await asyncio.to_thread(tried.wait, 60)
    assert store.waiting == 1
    large = Snapshot(bytes(UNSAVED_BYTES // 3), ())
    for number in range(3):
        store.put(replace(RECORD, run=f"{number:032x}", snapshot=large))
    going.set()
    await until(lambda: bool(store.lacking))
    assert store.lacking == {RUN}
    await store.stop()


async def test_one_run_that_cannot_be_written_holds_up_no_other(tmp_path: Path) -> None:
    other = replace(WHOLE, run="ac" * 16)
    (tmp_path / "runs" / "ab" / f"{RUN}.new").mkdir(parents=True)
    store = Store(tmp_path)
    store.start()
    store.put(WHOLE)
    store.put(other)
    await until(lambda: store.waiting == 1)
    assert await Store(tmp_path).get(other.run) == other
    assert await store.get(RUN) == WHOLE
    await store.stop()


async def test_a_stop_does_not_wait_for_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file where a folder should be")
    store = Store(tmp_path)
    store.start()
    store.put(WHOLE)
    await asyncio.sleep(0.1)
    async with asyncio.timeout(60):
        await store.stop()


async def test_a_stop_while_something_is_written_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, begun = threading.Event(), threading.Event()

    class SlowDisk(Records):
        def write(self, record: Record, *, whole: bool) -> int:
            begun.set()
            going.wait(60)
            return super().write(record, whole=whole)

    monkeypatch.setattr(store_module, "Records", SlowDisk)
    store = Store(tmp_path)
    store.start()
    store.put(WHOLE)
    assert await asyncio.to_thread(begun.wait, 60)
    stopping = asyncio.create_task(store.stop())
    await asyncio.sleep(0)
    going.set()
    async with asyncio.timeout(60):
        await stopping
    assert await Store(tmp_path).get(RUN) == WHOLE


async def test_what_nobody_used_for_long_is_thrown_away(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.start()
    other = "cd" * 16
    store.put(WHOLE)
    store.put(replace(WHOLE, run=other))
    await store.stop()
    old = time.time() - 10 * 86_400
    for path in (tmp_path / "runs" / "ab").iterdir():
        os.utime(path, (old, old))
    assert await store.sweep(days=9) == 1
    assert list((tmp_path / "runs" / "ab").iterdir()) == []
    assert await store.get(RUN) is None
    assert await store.get(other) is not None


async def test_nobody_else_on_the_machine_can_read_runs(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.start()
    store.put(WHOLE)
    await store.stop()
    assert (tmp_path / "runs" / "ab").stat().st_mode & 0o077 == 0
