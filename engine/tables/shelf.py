"""Uploaded tables in a folder, by their content, as safetensors with a header of JSON."""

from __future__ import annotations

import json
import os
import re
import tempfile
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from engine.tables.columns import Column, Table

_NAME = re.compile(r"[0-9a-f]{32}")


class Shelf:
    """A folder of tables; reading one notes that it is still in use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, table: Table) -> str:
        """Keep a table; return the name that is always that of this content."""
        header = {"columns": [asdict(column) for column in table.columns], "notes": table.notes}
        return self.take(
            save({"numbers": np.ascontiguousarray(table.numbers)}, {"table": json.dumps(header)})
        )

    def file(self, name: str) -> bytes | None:
        """Return the bytes of a table, for a shelf elsewhere; nothing where there is none any more."""
        path = self._folder / name
        return path.read_bytes() if _NAME.fullmatch(name) and path.exists() else None

    def take(self, data: bytes) -> str:
        """Keep the bytes of a table; return the name that is always that of this content."""
        name = sha256(data).hexdigest()[:32]
        path = self._folder / name
        if path.exists():
            os.utime(path)
            return name
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, beside = tempfile.mkstemp(dir=self._folder, suffix=".new")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(beside).replace(path)
        return name

    def get(self, name: str) -> Table | None:
        """Return the table of a name; nothing where there is none any more."""
        path = self._folder / name
        if not _NAME.fullmatch(name) or not path.exists():
            return None
        with suppress(OSError):  # a folder that cannot be written to is as good to read from
            os.utime(path)
        return _load(path)

    def tidy(self, before: float, most_bytes: int) -> int:
        """Throw away what was last used before a time, and the oldest beyond so many bytes; return how many."""
        files = []
        for path in self._folder.iterdir() if self._folder.exists() else ():
            state = path.stat()
            files.append((state.st_mtime, state.st_size, path))
        total = sum(size for _, size, _ in files)
        gone = 0
        for used, size, path in sorted(files):
            if used >= before and total <= most_bytes:
                break
            path.unlink(missing_ok=True)
            total -= size
            gone += 1
        return gone


@lru_cache(maxsize=16)
def _load(path: Path) -> Table | None:
    """Return the table in a file, whose name tells its content."""
    try:
        with safe_open(path, framework="numpy") as file:
            header = json.loads(file.metadata()["table"])
            numbers = file.get_tensor("numbers")
        columns = tuple(
            Column(**{**column, "values": tuple(column["values"])}) for column in header["columns"]
        )
        return Table(columns, numbers, tuple(header["notes"]))
    except (OSError, SafetensorError, KeyError, TypeError, ValueError):
        return None


_in_use: list[Shelf] = []


def use_shelf(folder: Path) -> Shelf:
    """Let this process find its tables in a folder."""
    _in_use[:] = [Shelf(folder)]
    return _in_use[0]


def current_shelf() -> Shelf | None:
    """Return where this process finds its tables, if anywhere."""
    return _in_use[0] if _in_use else None
