"""What is answered to an uploaded table, as types for the description of the API."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from engine.tables.columns import Kind
from engine.tasks import Task


class ColumnTold(BaseModel):
    """One column; ``low`` and ``high`` where it holds numbers, the most frequent ``values`` where it holds classes."""

    name: str
    kind: Kind
    missing: int
    distinct: int
    low: float | None
    high: float | None
    values: list[str] | None


class Guess(BaseModel):
    """What is suggested to be learned from which columns."""

    features: list[str]
    target: str
    task: Task


class TableTold(BaseModel):
    """A table that was taken; ``text`` is what a spec may carry instead of its name, where it is short enough."""

    table: str
    rows: int
    columns: list[ColumnTold]
    guess: Guess
    preview: list[list[str]]
    text: str | None
    notes: list[str]


class Refused(BaseModel):
    """Why an upload is not taken, and what to do."""

    code: str
    message: str
    hint: str


class Fault(Refused):
    """What is wrong with a table, and where."""

    line: int | None
    column: int | None


DESCRIBED: dict[int | str, dict[str, Any]] = {
    200: {"model": TableTold, "description": "What is in the table"},
    403: {"model": Refused, "description": "Another site's page asks"},
    408: {"model": Refused, "description": "The body came too slowly"},
    413: {"model": Refused, "description": "The body is too large"},
    415: {"model": Refused, "description": "The body is announced as something else"},
    422: {"model": Fault, "description": "The table cannot be read"},
    429: {"model": Refused, "description": "Too many tables within a minute"},
    503: {"model": Refused, "description": "No room on the disk"},
}


def body(types: frozenset[str]) -> dict[str, Any]:
    """The description of a body that is the bytes of a file."""
    content = {kind: {"schema": {"type": "string", "contentMediaType": kind}} for kind in sorted(types)}
    return {"requestBody": {"required": True, "content": content}}
