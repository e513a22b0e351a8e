"""Takes tables that people upload: bounded, read off the event loop, and kept by their content."""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from pydantic_core import to_json

from app.connection import MESSAGE_BYTES
from app.rates import TokenBucket
from app.wire.tables import DESCRIBED, body
from engine.tables import Column, Reading, Selection, Table, TableError, decode, read_table, select, use_shelf
from engine.tables.limits import MOST_BYTES

router = APIRouter()

TYPES = frozenset(
    {"text/csv", "text/tab-separated-values", "application/octet-stream", "application/vnd.ms-excel"}
)
"""The last is what browsers on Windows call a CSV file."""
UPLOADS_PER_MINUTE = 10
VISITORS = 10_000
"""Of so many the last uploads are remembered."""
BODY_SECONDS = 30.0
READING_SECONDS = 5.0
AT_ONCE = 2
"""So many tables are read at the same time; others wait."""
ROOM_FOR_THE_REST = 16_000
"""Bytes of a message that are left for the rest of a spec, beside the text of a table."""
PREVIEW_ROWS = 8
FEW_VALUES = 8
SWEEP_SECONDS = 3600.0


class RefusedUploadError(Exception):
    """An upload that is not taken, and why."""

    def __init__(
        self, status: int, code: str, message: str, hint: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.document = {"code": code, "message": message, "hint": hint}
        self.headers = headers or {}


@dataclass(frozen=True)
class TableRules:
    """What whoever runs the server has set for tables."""

    folder: Path
    most_bytes: int
    keep_days: float


class Tables:
    """Everything about uploads that lasts longer than one of them."""

    def __init__(self, rules: TableRules) -> None:
        self._rules = rules
        self._shelf = use_shelf(rules.folder)
        self._buckets: OrderedDict[str, TokenBucket] = OrderedDict()
        self._reading = asyncio.Semaphore(AT_ONCE)

    async def take(self, request: Request) -> dict[str, Any]:
        """Return what there is to say of an uploaded table.

        Raises
        ------
        RefusedUploadError, TableError
            In one sentence.
        """
        self._check_type(request)
        self._check_rate(request.app.state.cookie.user_of(request))
        try:
            async with asyncio.timeout(BODY_SECONDS):
                data = await bounded_body(request)
        except TimeoutError:
            raise RefusedUploadError(408, "limit", "The file came too slowly.", "Try again.") from None
        async with self._reading:
            return await asyncio.to_thread(self._read, data)

    def _check_type(self, request: Request) -> None:
        """Take tables alone; none of these types can be sent by a form of another page."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in TYPES:
            raise RefusedUploadError(
                415,
                "type",
                "A table must be sent as text/csv or application/octet-stream.",
                "Set Content-Type.",
            )

    def _check_rate(self, user: str) -> None:
        bucket = self._buckets.pop(user, None) or TokenBucket(UPLOADS_PER_MINUTE / 60, UPLOADS_PER_MINUTE)
        self._buckets[user] = bucket
        if len(self._buckets) > VISITORS:
            self._buckets.popitem(last=False)
        now = monotonic()
        if not bucket.take(now):
            seconds = math.ceil(bucket.wait(now))
            raise RefusedUploadError(
                429,
                "rate",
                f"At most {UPLOADS_PER_MINUTE} tables a minute can be uploaded.",
                f"Wait {seconds} seconds.",
                {"Retry-After": str(seconds)},
            )

    def _read(self, data: bytes) -> dict[str, Any]:
        """Read and keep a table; this happens in a thread."""
        reading = read_table(decode(data), deadline(READING_SECONDS))
        guess = select(reading.table, None, None, None)
        text = reading.text()
        if text is not None and len(to_json(text)) > MESSAGE_BYTES - ROOM_FOR_THE_REST:
            text = None
        try:
            name = self._shelf.put(reading.table)
            self._tidy()
        except OSError as error:
            structlog.get_logger().error("a table cannot be kept", error=str(error))
            raise RefusedUploadError(
                503, "unavailable", "The server has no room for this table now.", "Try again later."
            ) from None
        return {
            "table": name,
            "rows": len(reading.rows),
            "columns": [column_document(column) for column in reading.table.columns],
            "guess": {"features": guess.columns, "target": guess.target, "task": guess.task},
            "preview": reading.rows[:PREVIEW_ROWS],
            "text": text,
            "notes": [*reading.table.notes, *remarks(reading, guess)],
        }

    def _tidy(self) -> None:
        """Make room on the disk."""
        self._shelf.tidy(time.time() - 86_400 * self._rules.keep_days, self._rules.most_bytes)

    async def keep_tidy(self) -> None:
        """For ever throw away what nobody uses any more."""
        while True:
            try:
                await asyncio.to_thread(self._tidy)
            except OSError as error:
                structlog.get_logger().warning("old tables cannot be removed", error=str(error))
            await asyncio.sleep(SWEEP_SECONDS)


async def bounded_body(request: Request) -> bytes:
    """Return the body; never hold more of it than a table may have.

    Raises
    ------
    RefusedUploadError
        As soon as it is known to be too large: by its announced length, or on the way.
    """
    too_large = RefusedUploadError(
        413, "limit", f"A table may have at most {MOST_BYTES:,} bytes.", "Leave rows or columns out."
    )
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > MOST_BYTES:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        if len(body) + len(chunk) > MOST_BYTES:
            raise too_large
        body += chunk
    return bytes(body)


def deadline(seconds: float) -> Callable[[], None]:
    """Return what raises once so much time has gone; it is called between bounded pieces of work."""
    end = monotonic() + seconds

    def check() -> None:
        if monotonic() > end:
            raise TableError("Reading this table takes too long.", "Leave rows or columns out.")

    return check


def column_document(column: Column) -> dict[str, Any]:
    """Return what the page shows of a column."""
    return {
        "name": column.name,
        "kind": column.kind,
        "missing": column.missing,
        "distinct": column.distinct,
        "low": column.low,
        "high": column.high,
        "values": column.values[:FEW_VALUES] or None,
    }


def remarks(reading: Reading, guess: Selection) -> list[str]:
    """Return what the guess leaves out, in sentences."""
    table: Table = reading.table
    notes = []
    if guess.left_out:
        rows = "1 row has a gap" if guess.left_out == 1 else f"{guess.left_out:,} rows have gaps"
        notes.append(
            f"{rows} in the suggested columns and {'is' if guess.left_out == 1 else 'are'} left out."
        )
    used = {*guess.columns, guess.target}
    unused = [column.name for column in table.columns if column.name not in used]
    if unused:
        notes.append(f"Not suggested as inputs: {', '.join(unused)}.")
    return notes


@router.post(
    "/api/tables",
    summary="Bring a table of comma-separated values",
    responses=DESCRIBED,
    openapi_extra=body(TYPES),
)
async def post_table(request: Request) -> Response:
    """Read a table and suggest inputs, target and task; the bytes of the file are the body."""
    tables: Tables = request.app.state.tables
    status, headers = 200, {"Cache-Control": "no-store"}
    try:
        document = await tables.take(request)
    except RefusedUploadError as refused:
        status, document = refused.status, refused.document
        headers |= refused.headers
        if status in {408, 413, 415, 429}:
            headers["Connection"] = "close"  # The rest of the body is not wanted.
    except TableError as error:
        status = 422
        document = {"code": "table", "message": error.message, "hint": error.hint, "line": error.line}
        document["column"] = error.column
    return Response(to_json(document), status, headers, "application/json")
