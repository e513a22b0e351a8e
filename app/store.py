"""Runs on the disk: one file each, written in the background, the newest state wins."""

from __future__ import annotations

import asyncio
import os
import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import structlog
from pydantic import TypeAdapter, ValidationError

from app.disk import trouble_with
from app.wire.events import RunState

UNSAVED_BYTES = 64_000_000
"""When the disk is full, this much is kept in memory instead."""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything needed to go on with a run after the server has been away."""

    run: str
    token_hash: str
    user: str
    seq: int
    state: RunState
    cause: str | None
    reason: str | None
    speed: float | None
    epoch: int
    step: int
    spec: dict[str, Any]
    snapshot: bytes


_HEADERS: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])
_RECORDS = TypeAdapter(Record)
_NAME = re.compile(r"[0-9a-f]{32}")


class Store:
    """Keeps a record for each run below a folder: a line of JSON, then the engine's snapshot.

    Writing never makes anybody wait and never raises: a full disk costs what would be lost by a restart,
    not what is going on.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "runs"
        self._pending: dict[str, Record] = {}
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task: asyncio.Task[None] | None = None
        self._log = structlog.get_logger()
        self._failing = False

    def start(self) -> None:
        """Begin to write what is put."""
        self._task = asyncio.create_task(self._write_all(), name="store")

    async def stop(self) -> None:
        """Write what is still waiting, then rest."""
        if self._task is not None:
            self._wake.set()
            if not self._failing:
                await self._idle.wait()
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def put(self, record: Record) -> None:
        """Save a run soon."""
        self._pending.pop(record.run, None)
        self._pending[record.run] = record
        held = sum(len(waiting.snapshot) for waiting in self._pending.values()) if self._failing else 0
        while held > UNSAVED_BYTES and len(self._pending) > 1:
            held -= len(self._pending.pop(next(iter(self._pending))).snapshot)
        self._idle.clear()
        self._wake.set()

    @property
    def waiting(self) -> int:
        """Runs whose newest state is not on the disk yet."""
        return len(self._pending)

    async def trouble(self) -> str | None:
        """Why nothing can be saved now; None where it can."""
        return await asyncio.to_thread(trouble_with, self._folder)

    async def get(self, run: str) -> Record | None:
        """The newest record of a run; None where there is none that can be read."""
        if run in self._pending:
            return self._pending[run]
        if not _NAME.fullmatch(run):
            return None
        return await asyncio.to_thread(self._read, run)

    async def sweep(self, days: float) -> int:
        """Throw away what nobody used for so many days; return how many runs that were."""
        return await asyncio.to_thread(self._sweep, time.time() - days * 86_400)

    # --- In the background ----------------------------------------------------------------------------------

    async def _write_all(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._pending:
                run, record = next(iter(self._pending.items()))
                try:
                    await asyncio.to_thread(self._write, record)
                except OSError as error:
                    if not self._failing:
                        self._log.error("runs cannot be saved", folder=str(self._folder), error=str(error))
                    self._failing = True
                    self._idle.set()
                    await asyncio.sleep(1.0)
                    continue
                self._failing = False
                if self._pending.get(run) is record:
                    del self._pending[run]
            self._idle.set()

    def _path(self, run: str) -> Path:
        return self._folder / run[:2] / run

    def _write(self, record: Record) -> None:
        """Write beside the old file and put it in its place at once: a reader never meets half a file."""
        header = asdict(record)
        snapshot = header.pop("snapshot")
        path = self._path(record.run)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(_HEADERS.dump_json(header) + b"\n")
            file.write(snapshot)
        beside.replace(path)

    def _read(self, run: str) -> Record | None:
        try:
            header, _, snapshot = self._path(run).read_bytes().partition(b"\n")
            return _RECORDS.validate_python({**_HEADERS.validate_json(header), "snapshot": snapshot})
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            self._log.error("a saved run cannot be read", run=run, error=_cause(error))
            return None

    def _sweep(self, before: float) -> int:
        swept = 0
        for folder, _, names in os.walk(self._folder):
            for name in names:
                path = Path(folder) / name
                try:
                    if path.stat().st_mtime < before:
                        path.unlink()
                        swept += 1
                except OSError as error:
                    self._log.warning("a saved run cannot be removed", run=name, error=str(error))
        return swept


def _cause(error: OSError | ValidationError) -> str:
    """What is wrong with a file, without what stands in it."""
    if isinstance(error, OSError):
        return str(error.strerror)
    return f"{error.error_count()} wrong fields"
