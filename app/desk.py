"""Looks after one shard: whose turn it is there, and what happens when it dies."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

import structlog

from app.backends.protocol import Failure, Report, Shard, ShardLostError
from app.fair_share import ROUND_SECONDS, FairShare
from app.live_run import LiveRun
from app.load import Load
from app.metrics import Metrics
from app.quarantine import Quarantine
from app.sharing import Together
from app.store import Store

Result = TypeVar("Result")
ATTEMPTS = 3
AFTER_A_MISTAKE = 0.1


class RefusedError(Exception):
    """Something cannot be done for a run; ``failure`` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class Desk:
    """Pulls work out of one shard for the runs that have their place there."""

    def __init__(
        self, shard: Shard, store: Store, quarantine: Quarantine, metrics: Metrics, together: Together
    ) -> None:
        self.shard = shard
        self.runs: dict[str, LiveRun] = {}
        self._awake: dict[str, LiveRun] = {}
        """Those that may have something to do now or later; all others wait until somebody wakes them."""

        self.ready = asyncio.Event()
        self._store = store
        self._quarantine = quarantine
        self._metrics = metrics
        self._fair: FairShare[LiveRun] = FairShare()
        self._load = Load()
        self._together = together
        self._busy = metrics.busy.labels(shard.name)
        self._wake = asyncio.Event()
        self._reviving = asyncio.Lock()
        self._log = structlog.get_logger().bind(shard=shard.name)

    # --- Places ---------------------------------------------------------------------------------------------

    def add(self, run: LiveRun) -> None:
        """Give a run its place here."""
        self.runs[run.id] = run
        self.wake(run)

    async def remove(self, run: LiveRun) -> None:
        """Take a run's place away; what it has done is saved first."""
        await self.save(run)
        self.runs.pop(run.id, None)
        self._awake.pop(run.id, None)
        self._fair.keep_only({other.user for other in self.runs.values()})
        life, run.life = run.life, 0
        if life == self.shard.life:
            try:
                await self.shard.close(run.id)
            except ShardLostError as lost:
                await self._replace(lost, life)

    async def save(self, run: LiveRun) -> None:
        """Put the run's present state into the store."""
        if run.life != self.shard.life or run.spec is None:
            return
        try:
            run.fresh_snapshot = await self.shard.snapshot(run.id)
            self.keep(run)
        except ShardLostError as lost:
            await self._replace(lost, run.life)

    def wake(self, run: LiveRun) -> None:
        """Something about a run has changed: look whether it has work."""
        if run.id in self.runs:
            self._awake[run.id] = run
            self._wake.set()

    # --- Orders ---------------------------------------------------------------------------------------------

    async def configure(self, run: LiveRun) -> Report:
        """Start a run at the beginning of its spec, in place of what it was before.

        Raises
        ------
        RefusedError
            Where the shard says why it cannot be done; the run is then still what it was before.
        """

        async def start() -> Report:
            async with run.opening:
                return await self._open(run, None)

        return await self._insist(run, start)

    async def call(self, run: LiveRun, work: Callable[[Shard], Awaitable[Report]]) -> Report:
        """Have something done for a run; if its shard dies meanwhile, again on the next.

        Raises
        ------
        RefusedError
            Where the shard says why it cannot be done.
        """

        async def attempt() -> Report:
            await self._make_sure(run)
            return await work(self.shard)

        report = await self._insist(run, attempt)
        self._fair.charge(run.user, report.seconds)
        run.fresh_snapshot = report.snapshot
        return report

    async def _insist(self, run: LiveRun, attempt: Callable[[], Awaitable[Report]]) -> Report:
        for _ in range(ATTEMPTS):
            life = self.shard.life
            try:
                await self.ready.wait()
                life = self.shard.life
                report = await attempt()
            except ShardLostError as lost:
                await self._replace(lost, life)
                continue
            if report.failure is not None:
                raise RefusedError(report.failure)
            return report
        raise RefusedError(
            self._quarantined(run)
            or Failure("unavailable", "The process that trains keeps stopping.", "Try again in a minute.")
        )

    # --- Opening and recovering -----------------------------------------------------------------------------

    async def _make_sure(self, run: LiveRun) -> None:
        """Open a run on the shard's present life, from where it was last saved."""
        if run.life == self.shard.life:
            return
        async with run.opening:
            if run.life == self.shard.life:
                return
            record = await self._store.get(run.id)
            report = await self._open(run, record.snapshot if record is not None else None)
            if report.failure is not None and record is not None:
                self._log.error("a snapshot could not be restored", code=report.failure.code, **run.names())
                report = await self._open(run, None)
            if report.failure is not None:
                raise RefusedError(report.failure)
            run.outbox.start_again()
            run.stands(report)
            run.changed = True
            run.tell_status(cause="restored")
            self._log.info("run restored", life=self.shard.life, epoch=run.epoch, **run.names())

    async def _open(self, run: LiveRun, snapshot: bytes | None) -> Report:
        if run.spec is None:
            raise RefusedError(Failure("command", "There is no experiment yet.", "Send configure first."))
        refusal = self._quarantined(run)
        if refusal is not None:
            raise RefusedError(refusal)
        life = self.shard.life
        report = await self.shard.open(run.id, run.spec.document(), snapshot)
        self._fair.charge(run.user, report.seconds)
        if report.failure is None:
            run.life = life
            run.fresh_snapshot = report.snapshot
        return report

    def _quarantined(self, run: LiveRun) -> Failure | None:
        return self._quarantine.refusal(run.spec, monotonic()) if run.spec is not None else None

    async def _replace(self, lost: ShardLostError, life: int) -> None:
        """Replace a dead shard, once however many noticed it."""
        async with self._reviving:
            if self.shard.life != life:
                return
            self.ready.clear()
            blamed = self.runs.get(lost.blamed or "")
            names = blamed.names() if blamed is not None else {"run": lost.blamed}
            self._log.warning("shard lost", life=life, **names)
            self._metrics.losses.inc()
            if blamed is not None and blamed.spec is not None:
                self._quarantine.blame(blamed.spec, monotonic())
            await self._revive()

    async def _revive(self) -> None:
        """Start the shard, however often it takes."""
        pause = 0.05
        while True:
            try:
                await self.shard.revive()
            except Exception:  # noqa: BLE001 - whatever it is, the server goes on and tries again
                self._log.exception("a shard does not start")
                await asyncio.sleep(pause)
                pause = min(2 * pause, 5.0)
            else:
                self.ready.set()
                self._wake.set()
                return

    # --- Turns ----------------------------------------------------------------------------------------------

    async def work(self) -> None:
        """Give turns for ever."""
        async with self._reviving:
            await self._revive()
        while True:
            life = self.shard.life
            try:
                await self._tick()
            except ShardLostError as lost:
                await self._replace(lost, life)
            except Exception:  # noqa: BLE001 - a mistake with one run must not stop all others
                self._log.exception("a tick failed")
                await asyncio.sleep(AFTER_A_MISTAKE)

    async def _tick(self) -> None:
        """Give the next turns to those who have something to do, or wait until someone has."""
        self._wake.clear()
        now = monotonic()
        ready, next_turn = self._look(now)
        if not ready:
            await self._wait(next_turn - now)
            self._load.rested(monotonic() - now)
            return
        pictures = self._load.pictures
        round_seconds = max(ROUND_SECONDS, pictures.interval) * self._load.efficiency
        turns = [turn for turn in self._fair.plan(ready, round_seconds) if await self._opened(turn.run)]
        slices, tickets = [], []
        for turn in turns:
            part, ticket = turn.run.slice(turn.seconds, now, pictures)
            slices.append(part)
            tickets.append(ticket)
        reports: list[Report] = []
        if not slices:
            return
        try:
            reports = await self.shard.tick(slices)
        finally:
            for place, (turn, ticket) in enumerate(zip(turns, tickets, strict=True)):
                if ticket is not None:
                    turn.run.outbox.fulfil(ticket, reports[place].frame if reports else None)
        for turn, report in zip(turns, reports, strict=True):
            self._fair.charge(turn.user, report.seconds)
            self._load.worked(report.seconds, report.frame_seconds)
            self._take_in(turn.run, report)
        planned = sum(part.seconds for part in slices)
        self._count(reports, planned)

    def _look(self, now: float) -> tuple[dict[str, list[LiveRun]], float]:
        """Who has something to do now, by user, and when there will be something to do for the others."""
        ready: dict[str, list[LiveRun]] = {}
        asleep: list[str] = []
        training: set[str] = set()
        next_turn = math.inf
        for run in self._awake.values():
            if run.active:
                training.add(run.user)
            if run.has_work(now):
                ready.setdefault(run.user, []).append(run)
            elif run.active:
                next_turn = min(next_turn, run.next_turn())
            else:
                asleep.append(run.id)
        for name in asleep:
            del self._awake[name]
        together = self._together
        pictures = self._load.decide(len(training), together.people, together.seconds_a_picture)
        if self._load.review(now):
            together.train(self.shard.name, training)
            together.weigh()
            for run in self._awake.values():
                run.tell_shared(together.people, pictures, now)
        return ready, next_turn

    async def _opened(self, run: LiveRun) -> bool:
        """Open a run whose turn it is; one that cannot be opened is told why and pauses."""
        if run.life == self.shard.life:
            return True
        try:
            await self._make_sure(run)
        except RefusedError as refused:
            run.changed = False
            run.refuse(refused.failure)
            run.enter("paused", reason=refused.failure.message)
            run.unsaved = False
            return False
        self.keep(run)
        return True

    def _take_in(self, run: LiveRun, report: Report) -> None:
        """Note what a turn did, and save it where that was wanted."""
        run.progressed(report, monotonic())
        if report.snapshot is not None:
            run.fresh_snapshot = report.snapshot
            self.keep(run)

    def keep(self, run: LiveRun) -> None:
        """Put the newest snapshot into the store, with what the run is doing now."""
        snapshot, run.fresh_snapshot = run.fresh_snapshot, None
        if run.spec is not None and snapshot is not None:
            run.unsaved = False
            run.kept_at = monotonic()
            self._store.put(run.record(snapshot))

    async def _wait(self, seconds: float) -> None:
        """Wait until something happens, at most so long."""
        try:
            async with asyncio.timeout(None if math.isinf(seconds) else max(0.0, seconds)):
                await self._wake.wait()
        except TimeoutError:
            pass

    def _count(self, reports: list[Report], planned: float) -> None:
        worked = sum(report.seconds for report in reports)
        frames = [report.frame for report in reports if report.frame is not None]
        self._busy.inc(worked)
        self._metrics.overrun.observe(max(0.0, worked - planned))
        self._metrics.steps.inc(sum(report.steps_done for report in reports))
        self._metrics.frames.inc(len(frames))
        self._metrics.frame_bytes.inc(sum(len(frame.body) for frame in frames))
