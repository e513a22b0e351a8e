"""Looks after one shard: whose turn it is there, and what happens when it dies."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

import structlog

from app.awake import Awake
from app.backends.protocol import Failure, Frame, Report, Shard, ShardLostError
from app.fair_share import ROUND_SECONDS, FairShare, Turn
from app.keeping import Keeping
from app.live_run import LiveRun
from app.load import Load, Pictures
from app.metrics import Metrics
from app.quarantine import Quarantine
from app.sharing import Together
from app.succession import Succession
from engine.snapshot import Snapshot

AFTER_A_MISTAKE = 0.1


class RefusedError(Exception):
    """Something cannot be done for a run; ``failure`` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


def _hand_out(
    turns: list[Turn[LiveRun]], tickets: Sequence[int | None], frames: Sequence[Frame | None]
) -> None:
    """Send the pictures that were promised, as far as they have come."""
    for turn, ticket, frame in zip(turns, tickets, frames, strict=True):
        if ticket is not None:
            turn.run.outbox.fulfil(ticket, frame)


class Desk:
    """Pulls work out of one shard for the runs that have their place there."""

    def __init__(
        self,
        shard: Shard,
        keeping: Keeping,
        quarantine: Quarantine,
        metrics: Metrics,
        together: Together,
    ) -> None:
        self.shard = shard
        self.runs: dict[str, LiveRun] = {}
        self._awake = Awake()
        self.ready = asyncio.Event()
        self.keeping = keeping
        self._quarantine = quarantine
        self._metrics = metrics
        self._fair: FairShare[LiveRun] = FairShare()
        self._load = Load()
        self._training: set[str] = set()
        """Who trained here when that was looked at last."""

        self._together = together
        self._busy = metrics.busy.labels(shard.name)
        self._wake = asyncio.Event()
        self._reviving: asyncio.Task[None]
        self._lost_at = 0.0
        self._turn = asyncio.Lock()
        """Held while turns are under way."""

        self.succession = Succession(lambda: together.outgrown.put_nowait(self))
        self._log = structlog.get_logger().bind(shard=shard.name)

    # --- Places ---------------------------------------------------------------------------------------------

    def add(self, run: LiveRun) -> None:
        """Give a run its place here, or wherever runs have moved to from here."""
        if self.succession.desk is not None:
            self.succession.desk.add(run)
            return
        self.runs[run.id] = run
        run.desk = self
        self.wake(run)

    async def remove(self, run: LiveRun) -> None:
        """Take a run's place away, between two turns; what it has done is saved first."""
        async with self._turn:
            await self.save(run)
            if run.desk is self:
                await self._leave(run)
                return
        await run.desk.remove(run)  # The shard died meanwhile, and the run has its place elsewhere.

    async def _leave(self, run: LiveRun) -> None:
        self.runs.pop(run.id, None)
        self._awake.leave(run)
        self._fair.keep_only({other.user for other in self.runs.values()})
        life, run.life = run.life, 0
        if life == self.shard.life:
            try:
                await self.shard.close(run.id)
            except ShardLostError as lost:
                self.lose(lost, life)

    async def send(self, run: LiveRun, other: Desk) -> None:
        """Move a run to another desk, between two turns; it goes on there from where it stands."""
        async with self._turn:
            if run.id not in self.runs:
                return
            await self.save(run)
            await self._leave(run)
            self.hand_over(run, other)

    def hand_over(self, run: LiveRun, other: Desk) -> None:
        """Give a run that nobody works on its place at another desk, where it goes on from what was saved."""
        self.runs.pop(run.id, None)
        self._awake.leave(run)
        self._fair.keep_only({left.user for left in self.runs.values()})
        run.life = 0
        other.add(run)
        run.moved.set()
        run.moved = asyncio.Event()

    async def save(self, run: LiveRun) -> None:
        """Put the run's present state into the store."""
        if run.life != self.shard.life or run.spec is None:
            return
        try:
            await self.keeping.save(run, self.shard)
        except ShardLostError as lost:
            self.lose(lost, run.life)

    async def save_all(self) -> None:
        """Put the present state of every run into the store, between two turns."""
        async with self._turn:
            for run in list(self.runs.values()):
                await self.save(run)

    def wake(self, run: LiveRun) -> None:
        """Something about a run has changed: look whether it has work."""
        if run.id in self.runs:
            self._awake.wake(run)
            self._wake.set()
            if run.wants_pytorch and self.ready.is_set() and self.shard.lacks_pytorch:
                self.succession.begin()

    # --- Orders ---------------------------------------------------------------------------------------------

    async def start(self, run: LiveRun) -> Report:
        """Start a run at the beginning of its spec."""
        async with run.opening:
            return await self._open(run, None)

    async def obey(self, run: LiveRun, work: Callable[[Shard], Awaitable[Report]]) -> Report:
        """Have something done for a run, which is opened where it is not."""
        opened = await self._make_sure(run)
        report = await work(self.shard)
        if opened is not None and opened.restarted:  # The change that was asked for was made with opening it.
            report.restarted, report.message = True, opened.message
        self._fair.charge(run.user, report.seconds)
        run.saving.take(report.checkpoint)
        return report

    # --- Opening and recovering -----------------------------------------------------------------------------

    async def _make_sure(self, run: LiveRun) -> Report | None:
        """Open a run on the shard's present life, from where it was last saved; None where it is open."""
        if run.life == self.shard.life:
            return None
        async with run.opening:
            if run.life == self.shard.life:
                return None
            before = run.life
            snapshot = await self.keeping.last(run)
            report = await self._open(run, snapshot)
            if report.failure is not None and snapshot is not None:
                self._log.error("a snapshot could not be restored", code=report.failure.code, **run.names())
                snapshot = None
                report = await self._open(run, None)
            if report.failure is not None:
                raise RefusedError(report.failure)
            run.outbox.start_again()
            if snapshot is None:
                run.lose()
            run.stands(report)
            run.changed = True
            run.tell_status(cause="restored")
            self._note_recovery(run, before)
            return report

    def _note_recovery(self, run: LiveRun, before: int) -> None:
        """Tell that a run is on again, and how long after its loss was noticed where it was training."""
        seconds = None
        if run.active and before == self.shard.life - 1 > 0:
            seconds = round(monotonic() - self._lost_at, 3)
            self._metrics.recovery.observe(seconds)
        self._log.info("run restored", life=self.shard.life, epoch=run.epoch, seconds=seconds, **run.names())

    async def _open(self, run: LiveRun, snapshot: Snapshot | None) -> Report:
        if run.spec is None:
            raise RefusedError(Failure("command", "There is no experiment yet.", "Send configure first."))
        refusal = self.refusal(run)
        if refusal is not None:
            raise RefusedError(refusal)
        life = self.shard.life
        report = await self.shard.open(run.id, run.document, snapshot)
        self._fair.charge(run.user, report.seconds)
        if report.failure is None:
            run.life = life
            run.saving.begin()
            run.saving.take(report.checkpoint)
        return report

    def refusal(self, run: LiveRun) -> Failure | None:
        """Why a run's spec may not be trained now; None where it may."""
        return self._quarantine.refusal(run.spec, monotonic()) if run.spec is not None else None

    def lose(self, lost: ShardLostError, life: int) -> None:
        """Begin to replace a dead shard, once however many noticed it."""
        if self.shard.life != life or not self.ready.is_set():
            return
        self.ready.clear()
        self._lost_at = monotonic()
        blamed = self.runs.get(lost.blamed or "")
        names = blamed.names() if blamed is not None else {"run": lost.blamed}
        self._log.warning("shard lost", life=life, **names)
        self._metrics.losses.inc()
        self._together.train(self.shard.name, set())
        if blamed is not None and blamed.spec is not None:
            self._quarantine.blame(blamed.spec, monotonic())
        self._reviving = asyncio.create_task(self._revive(), name=f"revival of {self.shard.name}")
        self._together.unsettled.set()

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
                for run in self.runs.values():
                    self.wake(run)
                self._wake.set()
                self._together.unsettled.set()
                return

    # --- Turns ----------------------------------------------------------------------------------------------

    async def work(self) -> None:
        """Give turns for ever."""
        self._reviving = asyncio.create_task(self._revive(), name=f"start of {self.shard.name}")
        try:
            await self._give_turns()
        finally:
            self._reviving.cancel()

    async def _give_turns(self) -> None:
        while True:
            await self.ready.wait()
            life = self.shard.life
            try:
                await self._tick()
            except ShardLostError as lost:
                self.lose(lost, life)
            except Exception:  # noqa: BLE001 - a mistake with one run must not stop all others
                self._log.exception("a tick failed")
                await asyncio.sleep(AFTER_A_MISTAKE)

    async def _tick(self) -> None:
        """Give the next turns to those who have something to do, or wait until someone has."""
        self._wake.clear()
        now = monotonic()
        next_turn = self._look(now)
        ready = self._awake.ready
        if not ready:
            await self._wait(next_turn - now)
            self._load.rested(monotonic() - now)
            return
        pictures = self._load.pictures
        round_seconds = max(ROUND_SECONDS, pictures.interval) * self._load.efficiency
        async with self._turn:
            await self._give(self._fair.plan(ready, round_seconds), pictures, now)

    async def _give(self, planned: list[Turn[LiveRun]], pictures: Pictures, now: float) -> None:
        """Let runs have their turns, and take in what came of it."""
        turns = await self._all_opened([turn for turn in planned if self._still_ready(turn.run, now)])
        slices, tickets = [], []
        for turn in turns:
            self.keeping.notice(turn.run)
            part, ticket = turn.run.slice(turn.seconds, now, pictures)
            slices.append(part)
            tickets.append(ticket)
        reports: list[Report] = []
        if not slices:
            return
        try:
            reports = await self.shard.tick(slices)
        finally:
            frames = [report.frame for report in reports] or [None] * len(turns)
            # Pictures go out once the shard has its next work: it need not wait until all have gone.
            asyncio.get_running_loop().call_soon(_hand_out, turns, tickets, frames)
        now = monotonic()
        for turn, report in zip(turns, reports, strict=True):
            self._fair.charge_turn(turn.user, report.seconds)
            self._load.worked(report.seconds, report.frame_seconds)
            self._take_in(turn.run, report, now)
        self._count(reports, sum(part.seconds for part in slices))

    def _still_ready(self, run: LiveRun, now: float) -> bool:
        """Whether a run that was ready still is, and has its place here; if not, it is asked at the next look."""
        if run.id in self.runs and run.next_turn() <= now:
            return True
        self.wake(run)
        return False

    async def _all_opened(self, turns: list[Turn[LiveRun]]) -> list[Turn[LiveRun]]:
        """Open the runs whose turn it is, all at once: after a loss there are many."""
        if all(turn.run.life == self.shard.life for turn in turns):
            return turns
        opened = await asyncio.gather(*(self._opened(turn.run) for turn in turns), return_exceptions=True)
        for outcome in opened:
            if isinstance(outcome, BaseException):
                raise outcome
        return [turn for turn, outcome in zip(turns, opened, strict=True) if outcome is True]

    def _look(self, now: float) -> float:
        """Find out who has something to do now, and return when there will be something to do for the others."""
        next_turn = self._awake.look(now)
        together = self._together
        review = self._load.review(now)
        if review:
            self._training = {run.user for run in self._awake if run.active}
            together.train(self.shard.name, self._training)
            together.weigh()
        pictures = self._load.decide(len(self._training), together.people, together.seconds_a_picture)
        if review:
            for run in self._awake:
                run.tell_shared(together.people, pictures, now)
        return next_turn

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
        self.keeping.keep(run)
        return True

    def _take_in(self, run: LiveRun, report: Report, now: float) -> None:
        """Note what a turn did, and save it where that was wanted."""
        run.progressed(report, now)
        self._still_ready(run, now)
        if report.checkpoint is not None:
            run.saving.take(report.checkpoint)
            self.keeping.keep(run, soon=not run.active)

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
