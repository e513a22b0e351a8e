"""What a browser may ask for: JSON objects tagged by ``op``."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, from_json

from engine.errors import CommandError

Name = Annotated[str, Field(min_length=1, max_length=128)]
Identifier = Annotated[str, Field(min_length=1, max_length=128)]
Sequence = Annotated[int, Field(ge=0, lt=2**53)]
EpochsPerSecond = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]


class Message(BaseModel):
    """One JSON object of the wire, read strictly."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, json_schema_serialization_defaults_required=True
    )


class Hello(Message):
    """The first message: a new run, or one to go on with."""

    op: Literal["hello"] = "hello"
    run: Identifier | None = None
    token: Identifier | None = None
    last_seq: Sequence | None = None
    accept: Annotated[list[Name], Field(max_length=16)] = []


class Configure(Message):
    """Replace the whole experiment; what the spec leaves out takes its default."""

    op: Literal["configure"] = "configure"
    spec: dict[str, JsonValue]


class Patch(Message):
    """Change one field of the spec, or one live parameter (``parameters.<node>.weight.<out>.<in>``)."""

    op: Literal["patch"] = "patch"
    path: Annotated[str, Field(min_length=1, max_length=256)]
    value: JsonValue


class Play(Message):
    """Train on, at a number of epochs a second or as fast as it goes."""

    op: Literal["play"] = "play"
    epochs_per_second: EpochsPerSecond | Literal["max"]


class Pause(Message):
    """Stop training and keep everything."""

    op: Literal["pause"] = "pause"


class Step(Message):
    """Train by a number of optimizer steps or of epochs, then pause; one epoch when neither is given."""

    op: Literal["step"] = "step"
    steps: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    epochs: Annotated[int, Field(ge=1, le=100_000)] | None = None


class Reset(Message):
    """Go back to the same start."""

    op: Literal["reset"] = "reset"


class Watch(Message):
    """Send this probe with every frame."""

    op: Literal["watch"] = "watch"
    probe: Name
    options: dict[str, JsonValue] | None = None


class Unwatch(Message):
    """Send this probe no longer."""

    op: Literal["unwatch"] = "unwatch"
    probe: Name


class Ack(Message):
    """The frame with this number has been painted."""

    op: Literal["ack"] = "ack"
    seq: Sequence


Command = Annotated[
    Hello | Configure | Patch | Play | Pause | Step | Reset | Watch | Unwatch | Ack,
    Field(discriminator="op"),
]

_COMMANDS: TypeAdapter[Any] = TypeAdapter(Command)
_OPS = "hello, configure, patch, play, pause, step, reset, watch, unwatch, ack"


def read_command(text: str) -> Any:
    """The command that a text message holds.

    Raises
    ------
    CommandError
        In one sentence, where the text is not JSON or not a command.
    """
    try:
        document = from_json(text, allow_inf_nan=False)
    except ValueError:
        raise CommandError(
            "A message must be one JSON object.", f"Send an object with op, one of {_OPS}."
        ) from None
    if not isinstance(document, dict):
        raise CommandError(
            f"A message must be a JSON object; got {_shown(document)}.",
            f"Send an object with op, one of {_OPS}.",
        )
    try:
        return _COMMANDS.validate_python(document)
    except ValidationError as refused:
        raise _sentence(refused.errors(include_url=False)[0], document) from None


_ACK = re.compile(rb'\{"op":"ack","seq":(0|[1-9][0-9]{0,14})\}')


def read_ack(message: bytes) -> int | None:
    """The number in an acknowledgment written as the page writes it, in UTF-8; None of anything else.

    These come with every frame of every page; others are read by ``read_command`` like all commands.
    """
    found = _ACK.fullmatch(message)
    return int(found[1]) if found else None


def _sentence(error: ErrorDetails, document: dict[str, Any]) -> CommandError:
    """What is wrong with a command, in the words of the wire."""
    if error["type"].startswith("union_tag"):
        return CommandError(
            f"op must be one of {_OPS}; got {_shown(document.get('op'))}.", "Correct the op.", "op"
        )
    op, *rest = (str(part) for part in error["loc"])
    path = rest[0] if rest else None
    if error["type"] == "missing":
        return CommandError(f"{path} is missing from {op}.", f"Give {path}.", path)
    if error["type"] == "extra_forbidden":
        return CommandError(f"{op} has no field {_shown(path)}.", "Leave it out.", path)
    expected = error["msg"].removeprefix("Input should be ").removeprefix("Value should be ")
    return CommandError(
        f"{path} of {op} must be {expected}; got {_shown(error['input'])}.", f"Correct {path}.", path
    )


def _shown(value: object) -> str:
    """A value as it may be repeated in a sentence: short."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
