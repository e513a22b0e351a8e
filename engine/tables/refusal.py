"""Why a table cannot be taken."""

from __future__ import annotations

from engine.errors import SpecError


class TableError(SpecError):
    """A table that cannot be used; ``line`` and ``column`` count from 1 where there is a place."""

    def __init__(
        self,
        message: str,
        hint: str,
        line: int | None = None,
        column: int | None = None,
        path: str | None = None,
    ) -> None:
        super().__init__(message, hint, path)
        self.line = line
        self.column = column


def cell_place(line: int, column: int, name: str = "") -> str:
    """Return a place at the start of a sentence, such as ``Line 3, column 2 (price)``."""
    return f"Line {line}, column {column} ({name})" if name else f"Line {line}, column {column}"


def shortened(text: str, most: int = 40) -> str:
    """Return a text in quotes, cut off where it is long."""
    return f'"{text}"' if len(text) <= most else f'"{text[: most - 1]}…"'
