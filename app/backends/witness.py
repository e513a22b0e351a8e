"""A few bytes outside a shard's process in which it notes whose run it is working on."""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

SIZE = 128


class Witness:
    """The side of whoever looks after a shard, on the same machine.

    Parameters
    ----------
    folder
        Where the bytes lie; in the system's folder for such things when nothing is said.
    """

    def __init__(self, folder: Path | None = None) -> None:
        handle, self.path = tempfile.mkstemp(prefix="playground-shard-", dir=folder)
        os.truncate(handle, SIZE)
        self._memory = mmap.mmap(handle, SIZE)
        self._last = b""
        os.close(handle)

    def read(self) -> str | None:
        """The run being worked on when the process died."""
        said = self._last if self._memory.closed else bytes(self._memory)
        return said.rstrip(b"\0").decode(errors="replace") or None

    def hide(self) -> None:
        """Take the file's name away, once the shard has found it: then nothing is left behind, however this ends."""
        Path(self.path).unlink(missing_ok=True)

    def close(self) -> None:
        """Give the memory back; whoever hears of the death later can still read what was noted."""
        if not self._memory.closed:
            self._last = bytes(self._memory)
            self._memory.close()
            self.hide()


def noting(witness: Path) -> Callable[[str], None]:
    """What a shard calls with the name of the run that it works on; still to be read after its death."""
    with witness.open("r+b") as file:
        memory = mmap.mmap(file.fileno(), 0)
    size = len(memory)

    def note(run: str) -> None:
        memory[:] = run.encode()[:size].ljust(size, b"\0")

    return note
