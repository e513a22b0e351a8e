"""Whether a folder can be written to."""

from __future__ import annotations

import tempfile
from pathlib import Path

PROBE_BYTES = 4096


def trouble_with(folder: Path) -> str | None:
    """Why nothing can be kept in a folder, which is made where it is missing; None where something can."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(PROBE_BYTES))
            file.flush()
    except OSError as error:
        return error.strerror or str(error)
    return None
