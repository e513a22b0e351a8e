"""What is kept of a run, and how it lies on the disk: a file for where it stands, and one for its history."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import TypeAdapter, ValidationError

from app.disk import trouble_with
from app.wire.events import RunState
from engine.snapshot import Snapshot

FORMAT = 2
LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class Record:
    """Everything needed to go on with a run after its shard or the server has been away.

    ``snapshot`` is None where the file is of an earlier version or damaged: then the experiment is known, and
    what was learned is not.
    """

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
    snapshot: Snapshot | None

    def head(self) -> dict[str, Any]:
        """Everything but the snapshot; nothing is copied."""
        return {name: getattr(self, name) for name in _IN_HEAD}


_IN_HEAD = tuple(field.name for field in fields(Record) if field.name != "snapshot")
_RECORDS = TypeAdapter(Record)


def read_head(head: dict[str, Any]) -> Record:
    """A record without its snapshot.

    Raises
    ------
    RecordError
        Where fields are missing, or wrong: their number, and nothing of what stands in them.
    """
    try:
        return _RECORDS.validate_python({**head, "snapshot": None})
    except ValidationError as error:
        raise RecordError(f"{error.error_count()} wrong fields") from error


class RecordError(Exception):
    """There is a file of a run, and it cannot be read."""


class NoBeginningError(Exception):
    """A history cannot be continued, since what comes before is not on the disk."""


@dataclass(frozen=True, slots=True)
class _History:
    """Which file has the history, how much of it counts, and in how many parts."""

    generation: int = 0
    length: int = 0
    parts: int = 0


_HEADERS: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])
_HISTORIES = TypeAdapter(_History)


class Records:
    """Files below a folder; every function here waits for the disk.

    The first line of a run's file is JSON, the state of its snapshot follows. It is written beside the old one
    and put in its place at once. The history lies in a file that only grows: what the first line does not count
    was never finished, and is overwritten. A history that begins anew has a file of its own.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def name(self) -> str:
        """The folder, for the log."""
        return str(self.folder)

    def trouble(self) -> str | None:
        """Why nothing can be kept now; None where something can."""
        return trouble_with(self.folder)

    def take(self, run: str) -> None:
        """Nothing to do: a folder has one server."""

    def close(self) -> None:
        """Nothing to do: no file stays open."""

    def path(self, run: str) -> Path:
        """The file that says where a run stands."""
        return self.folder / run[:2] / run

    def write(self, record: Record, *, whole: bool) -> int:
        """Keep a record; return how many parts its history has on the disk.

        Parameters
        ----------
        whole
            Whether the record has all of the history, and not only what has come since the one before.

        Raises
        ------
        NoBeginningError
            Where the one before is not there.
        """
        if record.snapshot is None:
            raise ValueError("A record without a snapshot is not worth writing.")
        path = self.path(record.run)
        before = self._history_of(path)
        if whole:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            history = _History(before.generation + 1 if before else 0)
        elif before is None:
            raise NoBeginningError(record.run)
        else:
            history = before
        history = _append(_beside(path, history), history, record.snapshot.history)
        self._write_head(path, record, record.snapshot.state, history)
        if whole and before is not None:
            _beside(path, before).unlink(missing_ok=True)
        return history.parts

    def _write_head(self, path: Path, record: Record, state: bytes, history: _History) -> None:
        header = {"format": FORMAT, "history": asdict(history), **record.head()}
        beside = path.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(_HEADERS.dump_json(header) + b"\n")
            file.write(state)
        beside.replace(path)

    def _history_of(self, path: Path) -> _History | None:
        """What the file on the disk says of the history; None where there is none that can be continued."""
        try:
            with path.open("rb") as file:
                header = _HEADERS.validate_json(file.readline())
            return _HISTORIES.validate_python(header.get("history"))
        except (FileNotFoundError, ValidationError):
            return None

    def read(self, run: str) -> Record | None:
        """The record of a run; None where there is none.

        Raises
        ------
        RecordError
            Where there is one whose first line cannot be read.
        """
        path = self.path(run)
        try:
            line, _, state = path.read_bytes().partition(b"\n")
            header = _HEADERS.validate_json(line)
            known = header.pop("format", None) == FORMAT
            history = header.pop("history", None)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise RecordError(str(error.strerror)) from error
        except ValidationError as error:
            raise RecordError("The first line is no JSON object") from error
        record = read_head(header)
        if not known:
            return record
        try:
            parts = _parts(path, _HISTORIES.validate_python(history))
        except (OSError, ValidationError, EOFError):
            return record
        return replace(record, snapshot=Snapshot(state, parts))

    def sweep(self, before: float) -> tuple[int, list[tuple[str, OSError]]]:
        """Remove the files that nobody wrote since a time; return how many, and which could not be removed."""
        swept, left = 0, []
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = Path(folder) / name
                try:
                    if path.stat().st_mtime < before:
                        path.unlink()
                        swept += "." not in name
                except OSError as error:
                    left.append((name, error))
        return swept, left


def _beside(path: Path, history: _History) -> Path:
    return path.with_suffix(f".{history.generation}")


def _append(path: Path, history: _History, parts: tuple[bytes, ...]) -> _History:
    """Write parts behind what counts of a file; return what counts then."""
    length = history.length
    try:
        with path.open("r+b" if length else "wb") as file:
            file.truncate(length)
            file.seek(length)
            for part in parts:
                file.write(len(part).to_bytes(LENGTH_BYTES, "little"))
                file.write(part)
                length += LENGTH_BYTES + len(part)
    except FileNotFoundError as error:
        raise NoBeginningError(str(path)) from error
    return _History(history.generation, length, history.parts + len(parts))


def _parts(path: Path, history: _History) -> tuple[bytes, ...]:
    """The parts of a history."""
    with _beside(path, history).open("rb") as file:
        return tuple(_part(file) for _ in range(history.parts))


def _part(file: BinaryIO) -> bytes:
    length = int.from_bytes(file.read(LENGTH_BYTES), "little")
    part = file.read(length)
    if not part or len(part) < length:
        raise EOFError
    return part
