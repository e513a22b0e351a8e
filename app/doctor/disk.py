"""The folders that the server writes to, and how much room there is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.disk import trouble_with
from app.doctor.finding import Finding, megabytes
from app.settings import Settings

TOO_LITTLE = 100_000_000
LITTLE = 1_000_000_000
"""Bytes of free room below which runs will soon not be saved any more, and below which somebody should look."""


def check(settings: Settings) -> Iterator[Finding]:
    """The data folder, and the one for what is forgotten."""
    yield data(settings.data_dir)
    temporary = Path(tempfile.gettempdir())
    trouble = trouble_with(temporary)
    if trouble is not None:
        what = f"Nothing can be written to {temporary}: {trouble}."
        yield Finding(
            "temporary", "problem", what, "The server needs it: set TMPDIR to a folder that can be used."
        )


def data(folder: Path) -> Finding:
    """Whether runs can be kept, and how much is kept already."""
    trouble = trouble_with(folder)
    if trouble is not None:
        what = f"Runs cannot be kept in {folder}: {trouble}."
        return Finding(
            "disk", "problem", what, "Make it writable, or set PLAYGROUND_DATA_DIR to another folder."
        )
    files = [path.stat() for path in folder.rglob("*") if path.is_file()]
    kept = sum(file.st_size for file in files)
    return room(folder, shutil.disk_usage(folder).free, len(files), kept)


def room(folder: Path, free: int, files: int, kept: int) -> Finding:
    """Whether there is room for more."""
    figures = {"folder": str(folder), "free_bytes": free, "files": files, "kept_bytes": kept}
    told = f"{folder} keeps {megabytes(kept)} in {files} files; {megabytes(free)} are free"
    advice = "Make room, or set PLAYGROUND_KEEP_DAYS lower."
    if free < TOO_LITTLE:
        return Finding("disk", "problem", f"{told}, too little to save runs.", advice, figures)
    if free < LITTLE:
        return Finding("disk", "warning", f"{told}.", advice, figures)
    return Finding("disk", "ok", told, figures=figures)
