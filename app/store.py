"""Runs as they were last saved: in memory at once, on the disk a little later."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from time import monotonic

import structlog

from app.archive import Archive
from app.recent import Recent
from app.records import NoBeginningError, Record, RecordError, Records
from engine.snapshot import Snapshot

TROUBLE_SECONDS = 1.0
"""Whether something can be saved is tried this often at most."""

UNSAVED_BYTES = 64_000_000
"""When the disk is full, this much is kept in memory instead."""

WRITES_A_SECOND = 20
"""Of what need not be written soon, about so many: with more than a hundred runs each waits a little longer."""

MOST_PARTS = 64
"""A history of more parts is saved whole: many small ones take more room, and longer to read."""

TOGETHER = 0.2
AT_ONCE = 16
"""What comes due within so many seconds is written together, so many runs in one go."""

AFTER_A_FAULT = 1.0
"""A disk that cannot be written to is tried again after so many seconds."""

_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What is not yet on the disk of a run: where it stands, and the history since it was written last."""

    record: Record
    whole: bool
    due: float
    put: float
    """When somebody put it last: writing it in vain makes it no younger."""

    @property
    def size(self) -> int:
        return self.record.snapshot.size if self.record.snapshot else 0

    def followed_by(self, later: _Waiting) -> _Waiting:
        """Return this and what came after it, as one."""
        if later.whole:
            return later
        return _Waiting(_joined(self.record, later.record), self.whole, min(self.due, later.due), later.put)


def _joined(before: Record, after: Record) -> Record:
    history = _parts(before) + _parts(after)
    return replace(after, snapshot=Snapshot(after.snapshot.state, history) if after.snapshot else None)


def _parts(record: Record) -> tuple[bytes, ...]:
    return record.snapshot.history if record.snapshot else ()


class Store:
    """Keeps a record for each run, in memory until it is on the disk.

    Writing never makes anybody wait and never raises: a full disk costs what would be lost by a restart,
    not what is going on.

    Parameters
    ----------
    place
        Where runs outlive the server: a folder, or something else that keeps records.
    seconds
        How long what need not be written soon may wait; more of the same run is then written with it.

    Attributes
    ----------
    lacking
        The runs whose next record must have all of the history.
    """

    def __init__(self, place: Path | Archive, seconds: float = 5.0) -> None:
        self.lacking: set[str] = set()
        self._records: Archive = Records(place / "runs") if isinstance(place, Path) else place
        self._seconds = seconds
        self._trouble = Recent(self._records.trouble, TROUBLE_SECONDS)
        self._waiting: dict[str, _Waiting] = {}
        self._writing: set[str] = set()
        self._files = asyncio.Lock()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._log = structlog.get_logger()
        self._failing: set[str] = set()
        self._stopping = asyncio.Event()

    def start(self) -> None:
        """Begin to write what is put."""
        self._task = asyncio.create_task(self._write_all(), name="store")

    async def stop(self) -> None:
        """Write what is still waiting, then rest."""
        if self._task is not None:
            self._stopping.set()
            self._wake.set()
            await self._task
            await self._try_to_write(list(self._waiting))
        await asyncio.to_thread(self._records.close)

    def put(self, record: Record, *, whole: bool = True, soon: bool = True) -> None:
        """Save a run; one that is not whole has the history since the one that was put before."""
        run = record.run
        if whole:
            self.lacking.discard(run)
        now = monotonic()
        later = max(self._seconds, len(self._waiting) / WRITES_A_SECOND)
        added = _Waiting(record, whole, now if soon else now + later, now)
        before = self._waiting.get(run)
        self._waiting[run] = before.followed_by(added) if before is not None else added
        if len(_parts(self._waiting[run].record)) > MOST_PARTS:
            self.lacking.add(run)
        self._keep_within_bounds()
        self._wake.set()

    def _keep_within_bounds(self) -> None:
        """Of what cannot be written, let go of what was put longest ago."""
        held = self.unsaved_bytes if self._failing else 0
        while held > UNSAVED_BYTES and len(self._waiting) > 1:
            run = min(self._waiting, key=lambda run: self._waiting[run].put)
            held -= self._waiting.pop(run).size
            self._failing.discard(run)
            self.lacking.add(run)

    @property
    def waiting(self) -> int:
        """Runs whose newest state is not on the disk yet."""
        return len(self._waiting.keys() | self._writing)

    @property
    def unsaved_bytes(self) -> int:
        """What waits, in bytes."""
        return sum(waiting.size for waiting in self._waiting.values())

    async def trouble(self) -> str | None:
        """Why nothing can be saved now; None where it can."""
        return await self._trouble.get()

    async def get(self, run: str) -> Record | None:
        """The newest record of a run; None where there is none.

        Raises
        ------
        RecordError
            Where there is one that cannot be read.
        """
        if not _NAME.fullmatch(run):
            return None
        async with self._files:
            waiting = self._waiting.get(run)
            if waiting is not None and waiting.whole:
                return waiting.record
            try:
                written = await asyncio.to_thread(self._records.read, run)
            except RecordError as error:
                self._log.error("a saved run cannot be read", run=run, error=str(error))
                raise
            except OSError as error:
                self._log.error("a saved run cannot be read", run=run, error=str(error))
                raise RecordError(str(error)) from error
            waiting = self._waiting.get(run)
        if waiting is None or waiting.whole:
            return written if waiting is None else waiting.record
        if written is None or written.snapshot is None:
            return replace(waiting.record, snapshot=None)
        return _joined(written, waiting.record)

    async def take(self, run: str) -> None:
        """Write this run from now on, whichever server did before."""
        try:
            await asyncio.to_thread(self._records.take, run)
        except OSError as error:
            self._log.error("a run cannot be taken over", run=run, error=str(error))

    async def sweep(self, days: float) -> int:
        """Throw away what nobody used for so many days; return how many runs that were."""
        swept, left = await asyncio.to_thread(self._records.sweep, time.time() - days * 86_400)
        for name, error in left:
            self._log.warning("a saved run cannot be removed", run=name, error=str(error))
        return swept

    # --- In the background ----------------------------------------------------------------------------------

    async def _write_all(self) -> None:
        """Write what is due, until the server stops."""
        while not self._stopping.is_set():
            self._wake.clear()
            now = monotonic()
            await self._try_to_write([run for run, waiting in self._waiting.items() if waiting.due <= now])
            if self._waiting:
                await self._pause()
            else:
                await self._wake.wait()

    async def _pause(self) -> None:
        """Let more come that can be written together."""
        try:
            async with asyncio.timeout(TOGETHER):
                await self._stopping.wait()
        except TimeoutError:
            pass

    async def _try_to_write(self, runs: Iterable[str]) -> None:
        """Write some runs; what cannot be written waits and is tried again, and holds up nobody else."""
        left = deque(runs)
        while left:
            async with self._files:
                several = [left.popleft() for _ in range(min(AT_ONCE, len(left)))]
                taken = {run: self._waiting.pop(run) for run in several if run in self._waiting}
                self._writing.update(taken)
                outcomes = await asyncio.to_thread(self._write, list(taken.values()))
                self._writing.clear()
                for (run, waiting), outcome in zip_longest(taken.items(), outcomes):
                    self._note(run, waiting, outcome)
                left.extend(list(taken)[len(outcomes) :])

    def _write(self, several: Sequence[_Waiting]) -> list[int | OSError | NoBeginningError]:
        """Write some runs, in a thread; tell of each how many parts it has now, or why it could not be written.

        After one that the disk refuses the rest is left: whoever wants to read comes first.
        """
        outcomes: list[int | OSError | NoBeginningError] = []
        for waiting in several:
            try:
                outcomes.append(self._records.write(waiting.record, whole=waiting.whole))
            except NoBeginningError as error:
                outcomes.append(error)
            except OSError as error:
                outcomes.append(error)
                break
        return outcomes

    def _note(self, run: str, taken: _Waiting, outcome: int | OSError | NoBeginningError | None) -> None:
        """Note what came of writing a run; None where it was not tried."""
        if isinstance(outcome, int):
            self._written(run, outcome)
        elif isinstance(outcome, NoBeginningError):
            self.lacking.add(run)
        else:
            if outcome is not None:
                if not self._failing:
                    self._log.error("runs cannot be saved", place=self._records.name, error=str(outcome))
                self._failing.add(run)
                taken = replace(taken, due=monotonic() + AFTER_A_FAULT)
            later = self._waiting.get(run)
            self._waiting[run] = taken.followed_by(later) if later is not None else taken
            self._keep_within_bounds()

    def _written(self, run: str, parts: int) -> None:
        if run in self._failing:
            self._failing.discard(run)
            if not self._failing:
                self._log.info("runs are saved again", place=self._records.name)
        if parts > MOST_PARTS:
            self.lacking.add(run)
