"""Inside a shard: many runs, worked on one at a time, within budgets of time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from time import get_clock_info, perf_counter, thread_time
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from app.backends.attention import Attention
from app.backends.protocol import (
    AS_OPENED,
    Checkpoint,
    Failure,
    Finish,
    Frame,
    FrameRequest,
    Order,
    Report,
    Save,
    Slice,
)
from app.backends.speed import Speed
from app.garbage import FULL_LOOKS
from app.wire.frames import pack_body
from engine.errors import PlaygroundError

if TYPE_CHECKING:
    from app.backends.glance import Glance
    from engine.probes import Probe
    from engine.run import Run
    from engine.snapshot import Snapshot

Part = TypeVar("Part")

CHUNK_SECONDS = 0.002
"""The clock is read this often, so that a budget is kept and an order waits a few milliseconds at most."""

NEARLY_OVER = 0.25
"""With so much of its time left a turn ends: to begin again with the rest would cost as much as it is good for."""

worked = thread_time if get_clock_info("thread_time").resolution < 1e-4 else perf_counter
"""Processor seconds so far: who is interrupted has not used the time. Some systems count them too coarsely."""


class Bench:
    """One run on the workbench, and how fast it goes.

    The run itself reads no clock: here a budget of milliseconds becomes a number of steps.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self._step_seconds = 0.0
        self._speed = Speed()
        self._attention = Attention()
        self._given = 0.0
        """Seconds in which the run could train."""
        self._saved: tuple[int, int] | None = None
        """Number of the newest checkpoint, and its epoch."""

    def advance(self, seconds: float, steps: int, begun: float) -> int:
        """Train for about so many processor seconds from a moment on, at most so many steps; return the steps done."""
        run, now = self.run, begun
        chunk = self._affordable(seconds)
        done = 0
        self._speed.begin(perf_counter(), run.step)
        while done < steps and run.finished is None:
            taken = run.advance(min(chunk, steps - done))
            done += taken
            before, now = now, worked()
            if taken == 0:
                break
            self._step_seconds = (now - before) / taken
            left = seconds - (now - begun)
            if left <= NEARLY_OVER * seconds:
                break
            chunk = min(4 * chunk, self._affordable(left))
        self._speed.end(perf_counter(), run.step)
        self._given += max(seconds, now - begun)
        return done

    def _affordable(self, seconds: float) -> int:
        """How many steps so much time is good for until the clock is read again; one where nothing is known yet."""
        if self._step_seconds == 0:
            return 1
        return max(1, int(min(CHUNK_SECONDS, seconds) / self._step_seconds))

    def stand_still(self) -> None:
        """Forget the speed: the run is not playing."""
        self._speed.forget()

    def epochs_per_second(self) -> float:
        """The run's speed by the clock on the wall; 0 also where there is nothing to train on."""
        return self._speed.steps_per_second / max(1, self.run.steps_per_epoch)

    def begin_again(self) -> None:
        """Forget what was measured and saved: the run is at its start, and its history another one."""
        self._attention.forget()
        self._saved = None

    def restored(self) -> None:
        """Note that the run is as its snapshot had it: of its history, nothing is new."""
        self._saved = AS_OPENED, self.run.epoch

    def checkpoint(self, number: int, which: Save) -> Checkpoint:
        """Save the run, which gets a number; the last epoch is told again, since an edit may have changed it."""
        after, since = self._saved if self._saved is not None and which == "new" else (None, 0)
        self._saved = number, self.run.epoch
        return Checkpoint(number, after, self.run.snapshot(since))

    def frame(self, request: FrameRequest, standing: bool = True) -> Frame:
        """Measure what is wanted and pack it; of a run that trains, without probes whose pause is not over."""
        run, attention = self.run, self._attention
        attention.turn_to(request.watched, request.detail)
        probes, version = attention.at_once, None
        if "data" in probes:
            if run.data_version == request.data_version:
                probes = attention.besides_data
            else:
                version = run.data_version
        due = list(attention.pausing) if standing else attention.due(perf_counter(), self._given)
        packed = None
        if not due and version is None and request.fixed is not None and request.packed:
            packed = self._at_a_glance(probes, request.history_from, request.fixed)
        body, fixed = packed or self._look(probes, due, request)
        history_until = run.epoch if "history" in probes else None
        return Frame(body, history_until, version, fixed, complete=len(due) == len(attention.pausing))

    def _at_a_glance(
        self, probes: Mapping[str, Probe], history_from: int, known: int
    ) -> tuple[bytes, int | None] | None:
        """What probes see, packed, where these are among what nearly every page watches."""
        run = self.run
        glance = run.settled(probes, lambda: _glance_at(run, probes))
        if glance is None:
            return None
        run.history_from = history_from
        return glance.pack(run, self.epochs_per_second(), known)

    def _look(
        self, probes: Mapping[str, Probe], due: Sequence[str], request: FrameRequest
    ) -> tuple[bytes, int | None]:
        """What probes see, and those whose pause is over, packed."""
        run, attention = self.run, self._attention
        seen = run.look(probes, request.history_from)
        for name in due:
            wanted = attention.pausing[name]
            begun = perf_counter()
            seen |= run.look({name: wanted.probe}, request.history_from)
            wanted.measured(begun, perf_counter(), self._given)
        measured, speed = run.measured(seen), self.epochs_per_second()
        return pack_body(measured, speed, packed=request.packed, known=request.fixed)


def _glance_at(run: Run, probes: Mapping[str, Probe]) -> Glance | None:
    from app.backends.glance import glance_at

    return glance_at(run, probes)


class Workbench:
    """Everything that one shard holds.

    Parameters
    ----------
    working_on
        Told the name of the run before any work for it, and "" after: so that a death can be laid at
        somebody's door.
    """

    def __init__(self, working_on: Callable[[str], None] = lambda _run: None) -> None:
        self._benches: dict[str, Bench] = {}
        self._working_on = working_on
        self._numbers = count(AS_OPENED + 1)
        FULL_LOOKS.watch()

    def open(self, run: str, document: dict[str, Any], snapshot: Snapshot | None) -> Report:
        """Make room for a run: from its snapshot where there is one, else from its spec's start."""

        def begin(report: Report, _begun: float, _part: None) -> None:
            from engine.run import Run
            from engine.spec import read_spec

            spec = read_spec(document)
            begun = Run(spec) if snapshot is None else Run.restore(snapshot)
            report.restarted = snapshot is None
            bench = self._benches[run] = Bench(begun)
            if snapshot is not None:
                bench.restored()
            if begun.spec != spec:
                change = begun.reconfigure(spec)
                report.restarted, report.message = change.restarted, change.message
            if report.restarted:
                bench.begin_again()
                report.checkpoint = bench.checkpoint(next(self._numbers), "whole")

        return self._report(run, begin)

    def tick(self, slices: Sequence[Slice]) -> list[Report]:
        """Work for several runs: train one after another, then look at one after another, then save.

        What the processor has at hand of our code and its tables for one run then serves the next.
        """
        turns = [(Report(part.run), part) for part in slices]
        self._do_all(self._train, turns)
        for report, _ in turns:
            report.frame_seconds = -report.seconds
        with np.errstate(invalid="ignore", over="ignore"):  # of networks that diverged
            self._do_all(self._look, [turn for turn in turns if turn[1].frame is not None])
        for report, _ in turns:
            report.frame_seconds += report.seconds
        self._do_all(self._save, [turn for turn in turns if turn[1].save is not None])
        return [self._standing(report) for report, _ in turns]

    def _train(self, report: Report, begun: float, part: Slice) -> None:
        bench = self._benches[part.run]
        if part.steps:
            report.steps_done = bench.advance(part.seconds, part.steps, begun)
        else:
            bench.stand_still()

    def _look(self, report: Report, _begun: float, part: Slice) -> None:
        if part.frame is not None:
            report.frame = self._benches[part.run].frame(part.frame, standing=part.steps == 0)

    def _save(self, report: Report, _begun: float, part: Slice) -> None:
        if part.save is not None:
            report.checkpoint = self.save(part.run, part.save)

    def command(self, run: str, order: Order) -> Report:
        """Carry out one order, and save the run as it then is."""

        def obey(report: Report, _begun: float, _part: None) -> None:
            bench = self._benches[run]
            order.carry_out(bench.run, report)
            if report.restarted:
                bench.begin_again()
            report.checkpoint = bench.checkpoint(next(self._numbers), "new")

        return self._report(run, obey)

    def save(self, run: str, which: Save) -> Checkpoint:
        """The run as it is."""
        return self._benches[run].checkpoint(next(self._numbers), which)

    def close(self, run: str) -> None:
        """Give up a run's room."""
        self._benches.pop(run, None)

    def _report(self, run: str, work: Callable[[Report, float, None], None]) -> Report:
        """Do some work for a run, and tell what came of it."""
        report = Report(run)
        self._do_all(work, [(report, None)])
        return self._standing(report)

    def _do_all(
        self, work: Callable[[Report, float, Part], None], turns: Sequence[tuple[Report, Part]]
    ) -> None:
        """Do some work for one run after another, unless it has failed; what goes wrong with one concerns it alone.

        Parameters
        ----------
        work
            Called with a report, the processor seconds so far, and the run's part of the work.
        """
        now = worked()
        for report, part in turns:
            if report.failure is not None:
                continue
            begun, looked = now, FULL_LOOKS.seconds
            self._working_on(report.run)
            try:
                work(report, begun, part)
            except PlaygroundError as error:
                report.failure = Failure(error.code, error.message, error.hint or None, error.path)
            except Exception:
                logging.getLogger(__name__).exception("A run failed.", extra={"run": report.run})
                report.failure = Failure(
                    "internal",
                    "The server made a mistake while training.",
                    "Reset, or change the experiment.",
                )
            now = worked()
            report.seconds += now - begun - (FULL_LOOKS.seconds - looked)
        self._working_on("")

    def _standing(self, report: Report) -> Report:
        """Tell where a run stands after some work."""
        bench = self._benches.get(report.run)
        if bench is not None:
            run = bench.run
            report.epoch, report.step = run.epoch, run.step
            report.steps_to_border = run.trainer.steps_to_epoch_end
            finish = run.finished
            report.finish = Finish(finish.cause, finish.reason) if finish is not None else None
        return report
