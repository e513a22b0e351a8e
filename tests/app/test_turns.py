"""What a turn costs: its time is kept, told as it was, and shown as a speed."""

from __future__ import annotations

import gc
from dataclasses import fields
from time import thread_time
from typing import Any

import pytest

from app.backends import plain, workbench
from app.backends.protocol import Checkpoint, Failure, Finish, Frame, FrameRequest, Report, Slice
from app.backends.speed import LONGEST_WAIT, Speed
from app.backends.workbench import Bench, Workbench
from app.live_run import Watching
from engine.run import Run
from engine.snapshot import Snapshot

Spec = dict[str, Any]
STEP = 1e-5


def test_turns_travel_as_they_are() -> None:
    request = FrameRequest({"surface": {"resolution": 50}}, 7, 2, packed=True, detail=0.5)
    for part in (Slice("a", 0.01, 9), Slice("b", 0.02, 8, request, "new")):
        assert plain.read_slice(plain.plain_slice(part)) == part


def test_what_many_pages_watch_travels_once_for_all_of_them() -> None:
    watching = [Watching() for _ in range(2)]
    for each in watching:
        each.turn_to({"surface": {"resolution": 50}, "gradient_check": {}})
    one, other = watching
    assert one.probes is other.probes
    assert one.light is other.light
    assert [*one.light] == ["surface"]


def test_reports_travel_as_they_are() -> None:
    report = Report(
        "run",
        *(3, 75, 25, 60, 0.5, 0.25),
        Finish("epochs", "Trained."),
        Frame(b"body", 3, 1, complete=False),
        Checkpoint(4, 3, Snapshot(b"state", (b"first", b"second"))),
        restarted=True,
        message="A new start.",
        failure=Failure("internal", "A mistake.", "Reset."),
    )
    empty = Report("run")
    assert not [field.name for field in fields(Report)[1:] if getattr(report, field.name) == field.default]
    for each in (report, empty):
        assert plain.read_report(plain.plain_report(each)) == each


class Clocked:
    """A run whose steps take all the same time, on a clock of its own; a look at the clock takes none."""

    def __init__(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.calls = 0
        train = bench.run.advance

        def advance(steps: int) -> int:
            self.calls += 1
            done = train(steps)
            self.now += STEP * done
            return done

        monkeypatch.setattr(bench.run, "advance", advance)
        monkeypatch.setattr(workbench, "worked", lambda: self.now)


def test_a_turn_takes_its_time_in_one_go(spiral: Spec, monkeypatch: pytest.MonkeyPatch) -> None:
    spiral["training"]["epochs"] = 100_000
    shard = Workbench()
    shard.open("run", spiral, None)
    clocked = Clocked(shard._benches["run"], monkeypatch)
    for _ in range(3):
        shard.tick([Slice("run", 0.001, 10**6)])
    for seconds in (0.001, 0.0015, 0.0003):
        clocked.calls = 0
        (report,) = shard.tick([Slice("run", seconds, 10**6)])
        assert report.seconds == pytest.approx(report.steps_done * STEP)
        assert 0.75 * seconds <= report.seconds <= seconds + STEP
        assert clocked.calls == 1
    clocked.calls = 0
    (report,) = shard.tick([Slice("run", 0.008, 10**6)])
    assert 0.75 * 0.008 <= report.seconds <= 0.008 + STEP
    assert clocked.calls >= 3  # An order waits no longer than for a part of it.


def test_a_speed_is_that_of_the_last_second() -> None:
    speed = Speed()
    assert speed.steps_per_second == 0
    for tenth in range(30):
        speed.begin(tenth / 10, 10 * tenth)
        speed.end(tenth / 10 + 0.05, 10 * tenth + 10)
    assert speed.steps_per_second == pytest.approx(100, rel=0.1)
    for tenth in range(30, 45):
        step = 300 + 100 * (tenth - 30)
        speed.begin(tenth / 10, step)
        speed.end(tenth / 10 + 0.05, step + 100)
    assert speed.steps_per_second == pytest.approx(1000, rel=0.1)


def test_a_speed_is_a_new_one_after_an_edit_or_a_long_wait() -> None:
    for later, step in ((0.2, 0), (0.2 + 2 * LONGEST_WAIT, 10)):
        speed = Speed()
        speed.begin(0.0, 0)
        speed.end(0.1, 10)
        speed.begin(later, step)
        assert speed.steps_per_second == 0
        speed.end(later + 0.1, step + 1)
        assert speed.steps_per_second == pytest.approx(10)


def test_a_slow_run_has_a_speed_though_its_steps_are_far_apart() -> None:
    speed = Speed()
    for turn in range(5):
        speed.begin(4.0 * turn, turn)
        speed.end(4.0 * turn + 2.0, turn + 1)
    assert speed.steps_per_second > 0.2


class Untidy:
    """An order in which Python happens to look through everything for garbage."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def carry_out(self, _run: Run, _report: Report) -> None:
        begun = thread_time()
        gc.collect()
        self.seconds = thread_time() - begun


def test_who_is_at_work_while_python_looks_for_garbage_has_not_used_the_time(spiral: Spec) -> None:
    bench = Workbench()
    assert bench.open("run", spiral, None).failure is None
    keep_it_busy = [{number: [number]} for number in range(300_000)]
    order = Untidy()
    report = bench.command("run", order)
    assert len(keep_it_busy) == 300_000
    assert report.failure is None
    assert report.seconds < order.seconds / 2
