"""The clock: what is kept is dated by it."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from app.disk import trouble_with
from app.doctor.finding import Finding
from app.settings import Settings

MOST_APART = 60.0
DAY = 86_400.0


def check(settings: Settings) -> Iterator[Finding]:
    """The clock on the wall, beside the files of this program and the disk's own clock."""
    now = time.time()
    sources = max((path.stat().st_mtime for path in Path(__file__).parent.glob("*.py")), default=0.0)
    yield clock(now, sources, _disk_clock(settings.data_dir))


def clock(now: float, installed: float, on_disk: float | None) -> Finding:
    """Whether the time can be right: it is later than when this program was installed, and the disk agrees."""
    told = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    advice = "Set the clock (timedatectl set-ntp true): saved runs are thrown away by their date."
    if now < installed - DAY:
        return Finding("clock", "problem", f"It says {told}, before this program was installed.", advice)
    if on_disk is not None and abs(on_disk - now) > MOST_APART:
        apart = f"{abs(on_disk - now):,.0f} seconds"
        return Finding(
            "clock", "warning", f"It says {told}, and the data folder's clock is {apart} away.", advice
        )
    return Finding("clock", "ok", told)


def _disk_clock(folder: Path) -> float | None:
    """What time the disk thinks it is, which may be another machine's; None where nothing can be written."""
    if trouble_with(folder) is not None:
        return None
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"now")
        file.flush()
        return os.fstat(file.fileno()).st_mtime
