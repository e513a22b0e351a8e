"""Every error that the engine raises, as one tree; each is one sentence with a hint of one sentence."""

from __future__ import annotations

import re

LONGEST = 600
"""Letters of a sentence; what would be longer repeats something that nobody reads."""

_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, line ends, and what turns the direction of the text around it."""


def readable(sentence: str) -> str:
    """Return a sentence as one line of bounded length, whatever names of other people it repeats."""
    sentence = _UNREADABLE.sub("�", sentence)
    half = LONGEST // 2 - 2
    return sentence if len(sentence) <= LONGEST else f"{sentence[:half]} … {sentence[-half:]}"


class PlaygroundError(Exception):
    """Something that a person can mend: what is wrong (``message``) and what to do (``hint``).

    ``path`` is the dotted path of the field in the spec, where there is one.
    """

    code = "error"

    def __init__(self, message: str, hint: str = "", path: str | None = None) -> None:
        self.message = readable(message)
        self.hint = readable(hint)
        super().__init__(self.message, self.hint, path)
        self.path = path

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return f"{where}{self.message} {self.hint}".strip()


class SpecError(PlaygroundError):
    """A field of the spec is unknown, missing or has a value that it cannot have."""

    code = "spec"


class LimitError(SpecError):
    """The spec is valid but larger than this server allows."""

    code = "limit"


class ShapeError(SpecError):
    """A layer cannot take the shape that the one before it gives."""

    code = "shape"


class EngineError(SpecError):
    """The chosen trainer cannot train this network."""

    code = "spec"


class CommandError(PlaygroundError):
    """An order that cannot be carried out in the present state."""

    code = "command"


class SnapshotError(PlaygroundError):
    """Saved bytes that cannot be restored."""

    code = "snapshot"
