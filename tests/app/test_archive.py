"""What every place in which runs outlive the server must do: a folder, and PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.archive import Archive
from app.database import Database
from app.records import NoBeginningError, Record, Records
from app.store import Store
from engine.snapshot import Snapshot
from tests.app.postgres import postgres
from tests.app.records import RECORD, RUN

FIRST = replace(RECORD, snapshot=Snapshot(b"\x00\nstate\xff", (b"\x00history\n", b"more")))

Open = Callable[[], Archive]


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["folder", pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))])
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the same empty place, each time as another server would."""
    with ExitStack() as stack:

        def opened() -> Archive:
            place: Archive = Database(url) if url else Records(tmp_path / "runs")
            stack.callback(place.close)
            return place

        url = request.getfixturevalue("database") if request.param == "postgres" else None
        opened().sweep(time.time() + 1000)
        yield opened


def later(step: int, *history: bytes) -> Record:
    return replace(FIRST, step=step, snapshot=Snapshot(b"state", history))


def test_a_record_comes_back_as_it_was(another: Open) -> None:
    assert another().read(RUN) is None
    assert another().write(FIRST, whole=True) == 2
    assert another().read(RUN) == FIRST


def test_a_history_is_continued_and_begun_anew(another: Open) -> None:
    place = another()
    place.write(FIRST, whole=True)
    assert place.write(later(80, b"third"), whole=False) == 3
    found = another().read(RUN)
    assert found is not None
    assert found.snapshot is not None
    assert (found.step, found.snapshot.history) == (80, (b"\x00history\n", b"more", b"third"))
    assert place.write(later(90), whole=True) == 0
    assert another().read(RUN) == later(90)


def test_what_has_no_beginning_is_not_kept(another: Open) -> None:
    with pytest.raises(NoBeginningError):
        another().write(FIRST, whole=False)
    assert another().read(RUN) is None


def test_what_nobody_wrote_for_long_is_thrown_away(another: Open) -> None:
    place = another()
    place.write(FIRST, whole=True)
    assert place.sweep(time.time() - 1000) == (0, [])
    assert place.sweep(time.time() + 1000) == (1, [])
    assert place.read(RUN) is None


def test_a_place_that_works_has_no_trouble(another: Open) -> None:
    assert another().trouble() is None


async def test_a_store_keeps_and_finds_runs_in_any_place(another: Open) -> None:
    store = Store(another())
    store.start()
    store.put(FIRST)
    store.put(later(80, b"third"), whole=False)
    await store.stop()
    found = await Store(another()).get(RUN)
    assert found is not None
    assert found.snapshot is not None
    assert found.snapshot.history == (b"\x00history\n", b"more", b"third")


@pytest.mark.xdist_group("postgres")
def test_the_server_that_a_page_left_writes_no_more(database: str) -> None:
    with closing(Database(database)) as one, closing(Database(database)) as two:
        one.sweep(time.time() + 1000)
        one.write(FIRST, whole=True)
        two.take(RUN)
        assert two.write(later(80, b"two"), whole=False) == 3
        with pytest.raises(NoBeginningError):
            one.write(later(76, b"one"), whole=False)
        assert one.write(later(77), whole=True) == 0
        found = one.read(RUN)
    assert found is not None
    assert found.step == 80


async def test_a_database_that_is_gone_is_told_of_and_stops_nobody(tmp_path: Path) -> None:
    place = Database(f"postgresql://somebody:secret@/runs?host={tmp_path}")
    assert "secret" not in place.name
    trouble = place.trouble()
    assert trouble
    store = Store(place)
    store.start()
    store.put(FIRST)
    assert await store.get(RUN) == FIRST
    await store.stop()
    assert store.waiting == 1
