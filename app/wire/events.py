"""What the server tells for certain and in order: JSON objects tagged by ``op`` and numbered by ``seq``."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue

from app.wire.commands import Message
from app.wire.summary import Caution, Summary

RunState = Literal["empty", "ready", "playing", "paused", "finished", "diverged"]

PROTOCOL: Literal[1] = 1


class CloseCode(IntEnum):
    """Why the server closes a connection."""

    TOO_FAST = 1008
    TOO_BIG = 1009
    INTERNAL = 1011
    TRY_LATER = 1013
    NOT_OWNER = 4401
    FOREIGN_ORIGIN = 4403
    STALLED = 4408
    TAKEN_OVER = 4409


class Limits(Message):
    """The largest experiment that this server accepts, and how fast it may be talked to."""

    layers: int
    units: int
    parameters: int
    samples: int
    epochs: int
    resolution: int
    classes: int
    message_bytes: int
    commands_per_second: int


class Welcome(Message):
    """The answer to hello; ``token`` proves the run's owner, ``seq`` is the newest number so far."""

    op: Literal["welcome"] = "welcome"
    seq: int = 0
    protocol: Literal[1] = PROTOCOL
    run: str
    token: str
    limits: Limits
    resumed: bool


class Configured(Message):
    """The experiment as it now is, every default filled in."""

    op: Literal["configured"] = "configured"
    seq: int = 0
    spec: dict[str, JsonValue]
    summary: Summary
    warnings: list[Caution]
    restarted: bool
    message: str | None = None
    path: str | None = None


class Status(Message):
    """What the run is doing, and why it stopped where it stopped by itself."""

    op: Literal["status"] = "status"
    seq: int = 0
    state: RunState
    epoch: int
    step: int
    reason: str | None = None
    cause: str | None = None


class Sharing(Message):
    """How often pictures come now, and how detailed they are; ``shared`` is false once everybody has enough again."""

    op: Literal["sharing"] = "sharing"
    seq: int = 0
    people: int
    frames_per_second: float
    detail: float
    shared: bool


class Refusal(Message):
    """Why something asked for was not done: what, where, and what to do."""

    op: Literal["error"] = "error"
    seq: int = 0
    code: Literal["spec", "limit", "shape", "command", "rate", "unavailable", "internal"]
    path: str | None = None
    message: str
    hint: str | None = None


ServerEvent = Annotated[Welcome | Configured | Status | Sharing | Refusal, Field(discriminator="op")]


def numbered(event: Any, seq: int) -> str:
    """The event's JSON text with its number."""
    text: str = event.model_copy(update={"seq": seq}).model_dump_json()
    return text
