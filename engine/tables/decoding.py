"""From the bytes of a file to its text."""

from __future__ import annotations

import re

from engine.tables.limits import MOST_BYTES
from engine.tables.refusal import TableError, cell_place

SAVE_AS = 'Save the sheet as "CSV UTF-8" and take that file.'
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How zip files, and so workbooks, begin: the new ones and the old."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def decode(data: bytes) -> str:
    """Return the text of a file: UTF-8, else Windows-1252.

    Raises
    ------
    TableError
        Where it is too large, a workbook, UTF-16, or no text at all.
    """
    if len(data) > MOST_BYTES:
        raise TableError(
            f"A table may have at most {MOST_BYTES:,} bytes; this file has more.",
            "Leave rows or columns out.",
        )
    if data.startswith(WORKBOOKS):
        raise TableError(
            "Line 1, column 1: this is a workbook or a zip file, not a table as text.", SAVE_AS, 1, 1
        )
    if data.startswith(UTF_16) or _looks_like_utf_16(data):
        raise TableError("Line 1, column 1: this file is UTF-16 text; UTF-8 is needed.", SAVE_AS, 1, 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("latin-1")
            raise no_text(before, f"the byte 0x{data[error.start]:02X} is no character of any text") from None
    return checked(text)


def checked(text: str) -> str:
    """Return a text without a mark at its beginning or end; raise TableError where it has characters of no text."""
    text = text.removeprefix("\ufeff").rstrip("\x1a")
    found = _CONTROL.search(text)
    if found:
        name = "a NUL character" if found[0] == "\0" else f"the control character 0x{ord(found[0]):02X}"
        raise no_text(text[: found.start()], f"there is {name}")
    return text


def no_text(before: str, what: str) -> TableError:
    """Return the refusal of a character that stands behind the text ``before``."""
    lines = re.split(r"\r\n|\r|\n", before)
    line, column = len(lines), len(lines[-1]) + 1
    return TableError(f"Line {line}, character {column}: {what}, so this is no table.", SAVE_AS, line, column)


def _looks_like_utf_16(data: bytes) -> bool:
    """Tell whether every second byte is 0, as where UTF-16 comes without its mark."""
    start = data[:200]
    return len(start) >= 4 and any(not any(start[odd::2]) and all(start[1 - odd :: 2]) for odd in (0, 1))


__all__ = ["cell_place", "checked", "decode"]
