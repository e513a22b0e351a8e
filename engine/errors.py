"""Every error that the engine raises, as one tree; each is one sentence with a hint of one sentence."""

from __future__ import annotations


class PlaygroundError(Exception):
    """Something that a person can mend: what is wrong (``message``) and what to do (``hint``).

    ``path`` is the dotted path of the field in the spec, where there is one.
    """

    code = "error"

    def __init__(self, message: str, hint: str = "", path: str | None = None) -> None:
        super().__init__(message, hint, path)
        self.message = message
        self.hint = hint
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
