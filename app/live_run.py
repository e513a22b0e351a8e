"""One run as the server knows it: what it is, what it is doing, and who watches."""

from __future__ import annotations

import asyncio
import json
import math
from dataclasses import InitVar, dataclass, field
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from app.backends.protocol import Failure, Finish, FrameRequest, Report, Save, Slice
from app.load import FULL, UNSHARED, Pictures
from app.logs import name_in_logs
from app.metrics import Traffic
from app.outbox import Outbox
from app.pace import Pace
from app.records import Record
from app.saving import Saving
from app.sharing import Notice
from app.wire.events import Refusal, RunState, Status
from app.wire.summary import Caution, Summary
from engine.probes import needs_pytorch
from engine.snapshot import Snapshot
from engine.spec import Spec

if TYPE_CHECKING:
    from app.desk import Desk
    from engine.network.describe import Summary as Described

FIRST_SLICE = 0.003
"""After Play the first picture comes after so many seconds of training."""

LEAST_TRAINING = 0.25
"""Of a turn with a picture, at least this share is for training, whatever the picture takes."""

REFUSAL_CODES = frozenset({"spec", "limit", "shape", "command", "rate", "unavailable"})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often what happens to a run, in seconds."""

    frame: float = 1 / 60
    checkpoint: float = 0.7


Watched = dict[str, dict[str, Any]]
"""Options by the probe's name."""


@dataclass(slots=True)
class Watching:
    """What the page wants to see."""

    probes: Watched = field(default_factory=dict)
    light: Watched = field(default_factory=dict)
    """Those of them that need no PyTorch."""
    packed: bool = False
    """Whether arrays may come in short form, and maps compressed."""
    keeps_fixed: bool = False
    """Whether the page keeps what stays the same from frame to frame."""

    def turn_to(self, probes: Watched) -> None:
        """See these from now on."""
        self.probes, self.light = _the_same(json.dumps(probes))


@lru_cache(maxsize=512)
def _the_same(probes: str) -> tuple[Watched, Watched]:
    """Return what a JSON text tells to watch, and what of that needs no PyTorch.

    Runs whose pages watch the same have the same objects, which travel once for all turns in a message.
    """
    read: Watched = json.loads(probes)
    return read, {name: options for name, options in read.items() if not needs_pytorch(name)}


@lru_cache(maxsize=128)
def _summary(document: bytes) -> Summary:
    """Read a summary: runs of a class that trains the same have the same object."""
    return Summary.model_validate_json(document)


@dataclass(slots=True, eq=False)
class LiveRun:
    """A run that some page has opened.

    Parameters
    ----------
    id, token_hash, user
        Who the run is, what proves its owner, and whose share of the machine it uses.
    rhythm
        How often frames and checkpoints are made.
    seq
        The newest number that was used before, where the run comes from the disk.
    traffic
        Where what is sent is counted.
    """

    id: str
    token_hash: str
    user: str
    rhythm: Rhythm
    seq: InitVar[int] = 0
    traffic: InitVar[Traffic | None] = None
    desk: Desk = field(init=False)
    """Where the run has its place; said when it gets one."""

    moved: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the run gets its place elsewhere, for whoever waits for the desk that it had."""

    outbox: Outbox = field(init=False)
    watching: Watching = field(default_factory=Watching)
    spec: Spec | None = None
    summary: Summary | None = None
    warnings: list[Caution] = field(default_factory=list)
    needs_pytorch: bool = False
    """Whether its network does."""

    state: RunState = "empty"
    speed: float | None = None
    epoch: int = 0
    step: int = 0
    steps_to_border: int = 1
    cause: str | None = None
    reason: str | None = None
    changed: bool = False
    unsaved: bool = False
    saving: Saving = field(default_factory=Saving)
    life: int = 0
    turn_at: float = field(default_factory=monotonic)
    kept_at: float = field(default_factory=monotonic)
    detached_at: float | None = field(default_factory=monotonic)
    held: bool = False
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    ordering: asyncio.Lock = field(default_factory=asyncio.Lock)
    notice: Notice = field(default_factory=Notice)
    _documented: tuple[Spec | None, dict[str, Any]] = (None, {})
    _pace: Pace = field(init=False)
    _stop_at: int | None = None
    _next_frame: float = 0.0
    _next_checkpoint: float = 0.0
    _just_started: bool = False

    def __post_init__(self, seq: int, traffic: Traffic | None) -> None:
        self.outbox = Outbox(self.id, seq, traffic)
        self._pace = Pace(None, 0.0, self.rhythm.frame)

    def names(self) -> dict[str, str]:
        """What a line of the log says of whom it concerns."""
        return {"run": self.id, "user": name_in_logs(self.user)}

    def take_description(self, described: Described) -> None:
        """Note what there is to know of the spec's network."""
        self.summary = _summary(to_json(described.document()))
        self.warnings = [Caution.model_validate(warning) for warning in described.warnings]
        self.needs_pytorch = described.network.needs_pytorch

    @property
    def wants_pytorch(self) -> bool:
        """Whether it needs PyTorch, or its page watches something that does."""
        return self.needs_pytorch or len(self.watching.light) < len(self.watching.probes)

    # --- What the run is doing ------------------------------------------------------------------------------

    @property
    def active(self) -> bool:
        """Whether the run wants to train: it plays, or has steps to do."""
        return not self.held and (self.state == "playing" or self._stop_at is not None)

    @property
    def unseen(self) -> bool:
        """Whether a run that stands still has changed since its page last saw it, and the page has room."""
        return self.changed and self._idle and self.spec is not None and self.outbox.has_credit

    @property
    def _idle(self) -> bool:
        """Whether the run stands still, and no order is changing it."""
        return not self.held and not self.active

    @property
    def steps_per_epoch(self) -> int:
        """Optimizer steps of one epoch."""
        return self.summary.steps_per_epoch if self.summary else 1

    def play(self, speed: float | None, now: float) -> None:
        """Train on, at so many epochs a second, or as fast as it goes."""
        self.speed = speed
        self.change_pace(now)
        self._stop_at = None
        self._begin(now)
        self.enter("playing")

    def step_on(self, steps: int, now: float) -> None:
        """Train by so many steps more, then pause."""
        self._stop_at = (self.step if self._stop_at is None else self._stop_at) + steps
        self._pace = Pace(None, now, self.rhythm.frame)
        self._begin(now)
        self.state = "paused"

    def resume(self, now: float) -> None:
        """Go on playing where a saved run was playing."""
        self.change_pace(now)
        self._begin(now)

    def stop_stepping(self) -> None:
        """Forget the steps that were still to be done."""
        self._stop_at = None

    def change_pace(self, now: float) -> None:
        """Keep the speed after an edit that may have changed how many steps an epoch has."""
        rate = None if self.speed is None else self.speed * self.steps_per_epoch
        self._pace = Pace(rate, now, self.rhythm.frame)

    def steps_for(self, epochs: int) -> int:
        """Steps until so many more epochs have ended, counted from where steps already asked for lead."""
        ahead = 0 if self._stop_at is None else self._stop_at - self.step
        to_border = self.steps_to_border - ahead
        if to_border <= 0:
            to_border = self.steps_per_epoch - (-to_border) % self.steps_per_epoch
        return to_border + (epochs - 1) * self.steps_per_epoch

    def _begin(self, now: float) -> None:
        self._just_started = True
        self._next_frame = now
        if not self.active:
            self.turn_at = self.kept_at = now
        if self._next_checkpoint < now:
            self._next_checkpoint = now + self.rhythm.checkpoint

    def enter(self, state: RunState, cause: str | None = None, reason: str | None = None) -> None:
        """Change what the run is doing, and tell its page."""
        if state != "playing":
            self._stop_at = None
            self.unsaved = self.spec is not None
        self.state, self.cause, self.reason = state, cause, reason
        self.tell_status()

    def tell_status(self, cause: str | None = None) -> None:
        """Say what the run is doing."""
        self.outbox.tell(
            Status(
                state=self.state,
                epoch=self.epoch,
                step=self.step,
                reason=self.reason,
                cause=cause or self.cause,
            )
        )

    def refuse(self, failure: Failure) -> None:
        """Say why something was not done."""
        code: Any = failure.code if failure.code in REFUSAL_CODES else "internal"
        self.outbox.tell(Refusal(code=code, path=failure.path, message=failure.message, hint=failure.hint))

    # --- A turn on the shard ----------------------------------------------------------------------------------

    def next_turn(self) -> float:
        """When a shard should spend time on the run: -inf for at once, inf for not before something happens."""
        if self.held or (self.needs_pytorch and self.desk.shard.lacks_pytorch):
            return math.inf  # An order is changing it, or it goes on at the successor of its desk.
        if self._stop_at is not None:
            return -math.inf
        if self.state == "playing":
            return self._pace.next_turn()
        return -math.inf if self.unsaved or self.unseen else math.inf

    def _due(self, now: float) -> int:
        """Steps that a run that is active should do now."""
        return self._pace.due(now) if self._stop_at is None else self._stop_at - self.step

    def waits(self, now: float) -> float:
        """Seconds for which the run has wanted to train and had no turn."""
        return max(0.0, now - max(self.turn_at, self.next_turn())) if self.active else 0.0

    def frame_interval(self, pictures: Pictures) -> float:
        """Seconds between two of its frames, at least."""
        return max(self.rhythm.frame, pictures.interval)

    def slice(self, seconds: float, now: float, pictures: Pictures = UNSHARED) -> tuple[Slice, int | None]:
        """The run's part of a tick, and the ticket of its frame where one is wanted.

        A frame belongs to the turn that comes nearest to when it is due.
        """
        interval = self.frame_interval(pictures)
        early = min(now - self.turn_at, interval) / 2
        self.turn_at = now
        self._pace.spread(interval)
        if self._just_started:
            seconds = min(seconds, FIRST_SLICE)
            self._just_started = False
        ticket = None
        request = None
        active = self.active
        steps = self._due(now) if active else 0
        if self.outbox.has_credit and (steps == 0 or now + seconds + early >= self._next_frame):
            ticket = self.outbox.promise()
            request = self._frame_request(pictures.detail if steps else FULL)
            self.changed = False
            self._next_frame = max(self._next_frame + interval, now + interval / 2)
            seconds = max(LEAST_TRAINING * seconds, seconds - pictures.seconds)
        save: Save | None = None
        if self.unsaved or (active and now >= self._next_checkpoint):
            save = "whole" if self.saving.incomplete else "new"
            self.unsaved = False
            self._next_checkpoint = now + self.rhythm.checkpoint
        return Slice(self.id, seconds, steps, request, save), ticket

    def _frame_request(self, detail: float) -> FrameRequest:
        """What the next frame shall show."""
        return FrameRequest(
            watched=self.watching.light if self.desk.shard.lacks_pytorch else self.watching.probes,
            history_from=self.outbox.shown_epoch,
            data_version=self.outbox.shown_data,
            packed=self.watching.packed,
            fixed=self.outbox.shown_fixed if self.watching.keeps_fixed else None,
            detail=detail,
        )

    def tell_shared(self, people: int, pictures: Pictures, now: float) -> None:
        """Say that the machine is shared by many, where that is news to the page."""
        if self.active and self.outbox.connected:
            news = self.notice.news(people, pictures, 1 / self.frame_interval(pictures), now)
            if news is not None:
                self.outbox.tell(news)

    def progressed(self, report: Report, now: float) -> None:
        """Take in what a turn did: it may have ended the run, or reached where it had to stop."""
        self._pace.did(report.steps_done, now)
        self.stands(report)
        if report.steps_done and (report.frame is None or not report.frame.complete):
            self.changed = True
        if report.failure is not None:
            self.refuse(report.failure)
            self.enter("paused", reason=report.failure.message)
        elif report.finish is not None and self.active:
            self.finish(report.finish)
        elif self._stop_at is not None and self.step >= self._stop_at:
            self.enter("paused")

    def finish(self, finish: Finish) -> None:
        """Stop where the run stopped by itself."""
        state: RunState = "diverged" if finish.cause == "diverged" else "finished"
        self.enter(state, finish.cause, finish.reason)

    def lose(self) -> None:
        """What was learned could not be read back: the run is at its start, and its page is told so."""
        if self.state in {"paused", "finished", "diverged"}:
            self._stop_at = None
            self.state, self.cause, self.reason = "ready", None, None
        self.refuse(
            Failure(
                "internal",
                "What this network had learned could not be read back: training begins again from the same seed.",
                "Press Play to train it anew.",
            )
        )

    def stands(self, report: Report) -> None:
        """Note where the run stands."""
        self.epoch, self.step, self.steps_to_border = report.epoch, report.step, report.steps_to_border

    @property
    def document(self) -> dict[str, Any]:
        """The spec as JSON; one that is there needs not be written again."""
        if self.spec is not self._documented[0]:
            self._documented = self.spec, self.spec.document() if self.spec is not None else {}
        return self._documented[1]

    def record(self, snapshot: Snapshot) -> Record:
        """Everything to be kept on the disk."""
        return Record(
            run=self.id,
            token_hash=self.token_hash,
            user=self.user,
            seq=self.outbox.seq,
            state=self.state,
            cause=self.cause,
            reason=self.reason,
            speed=self.speed,
            epoch=self.epoch,
            step=self.step,
            spec=self.document,
            snapshot=snapshot,
        )
