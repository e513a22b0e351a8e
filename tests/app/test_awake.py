"""Who of a desk's runs has something to do: asked when something has changed, and again before a turn."""

from __future__ import annotations

from math import inf
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.awake import Awake
from app.backends import InlineShard
from app.desk import Desk
from app.keeping import Keeping
from app.live_run import LiveRun, Rhythm
from app.metrics import Metrics
from app.quarantine import Quarantine
from app.sharing import Together
from app.store import Store


def run_of(user: str) -> LiveRun:
    run = LiveRun(f"run of {user}", "", user, Rhythm())
    run.desk = SimpleNamespace(shard=InlineShard())  # type: ignore[assignment]
    return run


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The runs that were asked what they have to do, in order."""
    names: list[str] = []
    ask = LiveRun.next_turn

    def noting(run: LiveRun) -> float:
        names.append(run.user)
        return ask(run)

    monkeypatch.setattr(LiveRun, "next_turn", noting)
    return names


def test_a_run_is_asked_when_something_has_changed_about_it(asked: list[str]) -> None:
    awake, plays, rests = Awake(), run_of("plays"), run_of("rests")
    plays.play(None, 0.0)
    for run in (plays, rests):
        awake.wake(run)
    assert awake.look(0.0) == inf
    assert awake.ready == {"plays": [plays]}
    assert [*awake] == [plays]
    assert asked == ["plays", "rests"]
    awake.look(1.0)
    assert asked == ["plays", "rests"]
    plays.enter("paused")
    rests.play(None, 1.0)
    for run in (plays, rests):
        awake.wake(run)
    awake.look(2.0)
    assert awake.ready == {"rests": [rests]}


def test_a_run_that_plays_slowly_is_asked_until_its_turn_has_come() -> None:
    awake, slow = Awake(), run_of("slow")
    slow.play(2.0, 10.0)
    awake.wake(slow)
    assert awake.look(10.0) == pytest.approx(10.5)
    assert (awake.ready, [*awake]) == ({}, [slow])
    assert awake.look(10.6) == inf
    assert awake.ready == {"slow": [slow]}


def test_a_run_is_ready_for_whoever_it_belongs_to_now() -> None:
    awake, runs = Awake(), [run_of("one") for _ in range(2)]
    for run in runs:
        run.play(None, 0.0)
        awake.wake(run)
    awake.look(0.0)
    runs[0].user = "other"
    awake.wake(runs[0])
    awake.look(0.0)
    assert awake.ready == {"one": [runs[1]], "other": [runs[0]]}
    awake.leave(runs[0])
    awake.leave(runs[1])
    assert (awake.ready, [*awake]) == ({}, [])


def test_a_run_that_an_order_holds_meanwhile_has_no_turn(tmp_path: Path) -> None:
    desk = Desk(InlineShard(), Keeping(Store(tmp_path)), Quarantine(1.0), Metrics(), Together())
    run = LiveRun("run", "", "user", Rhythm())
    desk.add(run)
    run.play(None, 0.0)
    desk._look(0.0)
    assert desk._awake.ready == {"user": [run]}
    assert desk._still_ready(run, 0.0)
    run.held = True  # nobody tells the desk
    assert not desk._still_ready(run, 0.0)
    desk._look(0.0)
    assert desk._awake.ready == {}
    run.held = False
    desk.wake(run)
    desk._look(0.0)
    assert desk._awake.ready == {"user": [run]}
