"""The runs in memory: begun, found again by their owners, brought back from the disk, and let go."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic

import structlog

from app.backends.protocol import Failure
from app.live_run import LiveRun, Rhythm
from app.logs import name_in_logs
from app.metrics import Metrics, Traffic
from app.records import Record, RecordError
from app.scheduler import Scheduler
from app.store import Store
from app.wire.commands import Hello
from engine.errors import PlaygroundError
from engine.network import describe
from engine.spec import read_spec

SWEEP_SECONDS = 3600.0


class NotOwnerError(Exception):
    """Somebody asked for a run without its token."""


@dataclass(frozen=True, slots=True)
class Place:
    """A run, and the token that proves its owner."""

    run: LiveRun
    token: str
    resumed: bool
    problem: Failure | None = None
    """Why the page does not have the run that it asked for, though there is one."""


UNREADABLE = Failure(
    "internal",
    "What was saved of this experiment cannot be read any more, so the page begins with a new one.",
    "Set it up again, or load a preset.",
)


class Runs:
    """Every run in memory, by its name.

    Parameters
    ----------
    rhythm
        How often frames and checkpoints are made.
    detached_seconds
        How long a run stays in memory, and plays on, after its page has gone.
    """

    def __init__(
        self, scheduler: Scheduler, store: Store, metrics: Metrics, rhythm: Rhythm, detached_seconds: float
    ) -> None:
        self._scheduler = scheduler
        self._store = store
        self._metrics = metrics
        self._rhythm = rhythm
        self._detached_seconds = detached_seconds
        self._held: dict[str, LiveRun] = {}
        self._returning = asyncio.Lock()

    async def open(self, hello: Hello, user: str) -> Place:
        """The run that a page asks for; a new one where it asks for none, or for one that is gone.

        Raises
        ------
        NotOwnerError
            Where there is such a run, and the token is not its own.
        """
        problem = None
        if hello.run is not None:
            async with self._returning:
                try:
                    held = self._held.get(hello.run) or await self._bring_back(hello, user)
                except RecordError:
                    held, problem = None, UNREADABLE
            if held is not None:
                token = _proved(held.token_hash, hello.token)
                held.user = user
                held.detached_at = None
                return Place(held, token, resumed=True)
        token = secrets.token_urlsafe(24)
        run = LiveRun(secrets.token_hex(16), _hash(token), user, self._rhythm, traffic=self._metrics.traffic)
        self._hold(run)
        return Place(run, token, resumed=False, problem=problem)

    def held(self) -> Iterator[LiveRun]:
        """Every run in memory."""
        return iter(self._held.values())

    def _hold(self, run: LiveRun) -> None:
        run.detached_at = None
        self._scheduler.place(run)
        self._held[run.id] = run

    async def _bring_back(self, hello: Hello, user: str) -> LiveRun | None:
        """A run from the disk.

        Raises
        ------
        RecordError
            Where it is there and cannot be read.
        """
        record = await self._store.get(hello.run or "")
        if record is None:
            return None
        _proved(record.token_hash, hello.token)
        try:
            run = _revived(record, user, self._rhythm, self._metrics.traffic)
        except PlaygroundError as error:
            structlog.get_logger().error(
                "a saved run cannot be read",
                run=record.run,
                user=name_in_logs(user),
                code=error.code,
                path=error.path,
            )
            raise RecordError(record.run) from error
        await self._store.take(record.run)
        self._hold(run)
        return run

    async def let_go(self, now: float) -> int:
        """Save the runs whose pages have been gone for long, and forget them; return how many."""
        gone = [
            run
            for run in self._held.values()
            if run.detached_at is not None and now - run.detached_at > self._detached_seconds
        ]
        for run in gone:
            await run.desk.remove(run)
            if run.detached_at is None:
                run.desk.add(run)  # Its page came back meanwhile.
            else:
                self._held.pop(run.id, None)
        return len(gone)

    async def keep_tidy(self, keep_days: float) -> None:
        """For ever let go of what nobody uses any more, in memory and on the disk."""
        pause = min(5.0, self._detached_seconds / 2)
        next_sweep = monotonic()
        while True:
            now = monotonic()
            try:
                await self.let_go(now)
                if now >= next_sweep:
                    next_sweep = now + SWEEP_SECONDS
                    await self._store.sweep(keep_days)
            except Exception:  # noqa: BLE001 - it is logged, and what keeps things tidy must go on
                # A full disk, say: what could not be saved stays where it is, and is tried again.
                structlog.get_logger().exception("tidying up has failed")
            await asyncio.sleep(pause)


def _revived(record: Record, user: str, rhythm: Rhythm, traffic: Traffic) -> LiveRun:
    """A run as it was when it was saved; it plays on where it played."""
    run = LiveRun(record.run, record.token_hash, user, rhythm, record.seq, traffic)
    run.spec = read_spec(record.spec)
    run.take_description(describe(run.spec))
    run.epoch, run.step = record.epoch, record.step
    run.state, run.cause, run.reason = record.state, record.cause, record.reason
    run.speed = record.speed
    run.changed = True
    if record.state == "playing":
        run.resume(monotonic())
    return run


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _proved(token_hash: str, token: str | None) -> str:
    """The token, where it is the run's own."""
    if token is None or not secrets.compare_digest(token_hash, _hash(token)):
        raise NotOwnerError
    return token
