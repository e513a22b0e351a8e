"""A table from a file, as the data of an experiment on the command line."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import Any

from engine.errors import CommandError, PlaygroundError, SpecError
from engine.spec import patch_spec, read_spec
from engine.tables import TableError, decode, read_table, use_shelf
from engine.tables.limits import MOST_BYTES


def with_table(document: dict[str, Any], path: Path, target: str | None) -> dict[str, Any]:
    """Return a document whose data are the table in a file, and whose network goes with it.

    Where the document has data, their test fraction stays, and so do output and loss where they fit the task.

    Raises
    ------
    SpecError
        Where the file cannot be read or is no table.
    """
    try:
        with path.open("rb") as file:
            reading = read_table(decode(file.read(MOST_BYTES + 1)))
    except OSError as error:
        raise SpecError(f"{path} cannot be read: {error.strerror}.", "Give the path of a CSV file.") from None
    except TableError as error:
        raise SpecError(f"{path}: {error.message}", error.hint) from None
    before = document.get("data")
    data: dict[str, Any] = {"kind": "csv", "target": target}
    if isinstance(before, dict) and "test_fraction" in before:
        data["test_fraction"] = before["test_fraction"]
    text = reading.text()
    if text is not None:
        data["text"] = text
    else:
        folder = Path(tempfile.mkdtemp(prefix="playground-table-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        data["table"] = use_shelf(folder).put(reading.table)
    try:
        return patch_spec(read_spec(document), "data", data).document()
    except PlaygroundError:
        # The document has no data of its own, or such as do not matter any more.
        return read_spec({**document, "data": data}).document()


def check_target(target: str | None, path: Path | None) -> None:
    """Raise CommandError where a column is named without a table."""
    if target is not None and path is None:
        raise CommandError("--predict names a column of a table.", "Give the table with --data.")
