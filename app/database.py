"""Runs in PostgreSQL, for several servers that stand in for each other: one table, a row for each run."""

from __future__ import annotations

import importlib.util
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from app.records import NoBeginningError, Record, read_head
from app.settings import SettingsError
from engine.snapshot import Snapshot

if TYPE_CHECKING:
    from psycopg import Connection

SECONDS = 5
"""A database that is silent for longer counts as gone."""

_TABLE = """
CREATE TABLE IF NOT EXISTS runs (
    run text PRIMARY KEY,
    writer text NOT NULL,
    saved timestamptz NOT NULL DEFAULT now(),
    head jsonb NOT NULL,
    state bytea NOT NULL,
    history bytea[] NOT NULL
)"""
_WHOLE = """
INSERT INTO runs (run, writer, head, state, history) VALUES (%(run)s, %(writer)s, %(head)s, %(state)s, %(history)s)
ON CONFLICT (run) DO UPDATE
SET saved = now(), head = excluded.head, state = excluded.state, history = excluded.history
WHERE runs.writer = excluded.writer
RETURNING cardinality(history)"""
_MORE = """
UPDATE runs SET saved = now(), head = %(head)s, state = %(state)s, history = history || %(history)s::bytea[]
WHERE run = %(run)s AND writer = %(writer)s
RETURNING cardinality(history)"""
_READ = "SELECT head, state, history FROM runs WHERE run = %s"
_TAKE = "UPDATE runs SET writer = %s WHERE run = %s"
_SWEEP = "DELETE FROM runs WHERE saved < to_timestamp(%s)"

_HEADS: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


class Database:
    """One connection, which is made when it is needed and made again after a fault.

    A run has one writer: the server to which its page came last. What another one, which its page left, still
    wants to write of it is let go of.

    Parameters
    ----------
    url
        Such as ``postgresql://user:password@host/name``.
    """

    def __init__(self, url: str) -> None:
        if importlib.util.find_spec("psycopg") is None:
            raise SettingsError(
                "PLAYGROUND_DATABASE_URL needs the package psycopg, which is not installed.",
                'Install it (.venv/bin/pip install --editable ".[postgres]"), or leave the variable out.',
            )
        self._url = url
        self._writer = secrets.token_hex(16)
        self._connection: Connection | None = None
        self._turn = threading.Lock()

    @property
    def name(self) -> str:
        """The database's host and name, without user and password."""
        parts = urlsplit(self._url)
        return f"{parts.hostname or 'localhost'}{parts.path}"

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """The connection, for one at a time; whatever goes wrong is an OSError, and the next one connects anew."""
        import psycopg

        with self._turn:
            try:
                if self._connection is None:
                    settings = f"-c statement_timeout={1000 * SECONDS}"
                    made = psycopg.connect(
                        self._url, autocommit=True, connect_timeout=SECONDS, options=settings
                    )
                    made.execute(_TABLE)
                    self._connection = made
                yield self._connection
            except psycopg.Error as error:
                broken, self._connection = self._connection, None
                if broken is not None:
                    broken.close()
                raise OSError(str(error).strip().partition("\n")[0]) from None

    def write(self, record: Record, *, whole: bool) -> int:
        """Keep a record; return how many parts its history then has; see ``Archive``."""
        if record.snapshot is None:
            raise ValueError("A record without a snapshot is not worth writing.")
        row = {
            "run": record.run,
            "writer": self._writer,
            "head": _HEADS.dump_json(record.head()).decode(),
            "state": record.snapshot.state,
            "history": list(record.snapshot.history),
        }
        with self._connected() as connection:
            parts = connection.execute(_WHOLE if whole else _MORE, row).fetchone()
        if parts is not None:
            return int(parts[0])
        if whole:
            return 0  # Another server has the run by now.
        raise NoBeginningError(record.run)

    def read(self, run: str) -> Record | None:
        """The record of a run; see ``Archive``."""
        with self._connected() as connection:
            row = connection.execute(_READ, (run,)).fetchone()
        if row is None:
            return None
        head, state, history = row
        return replace(
            read_head(head), snapshot=Snapshot(bytes(state), tuple(bytes(part) for part in history))
        )

    def take(self, run: str) -> None:
        """From now on nobody but this server writes this run."""
        with self._connected() as connection:
            connection.execute(_TAKE, (self._writer, run))

    def sweep(self, before: float) -> tuple[int, list[tuple[str, OSError]]]:
        """Remove the runs that nobody wrote since a time; see ``Archive``."""
        with self._connected() as connection:
            return connection.execute(_SWEEP, (before,)).rowcount, []

    def trouble(self) -> str | None:
        """Why nothing can be kept now; None where something can."""
        try:
            with self._connected() as connection:
                connection.execute("SELECT 1")
        except OSError as error:
            return str(error)
        return None

    def close(self) -> None:
        """End the connection."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
