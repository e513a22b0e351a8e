"""The compiled training kernel: is it there, for this processor and these sources, and can it be kept?"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from app.doctor.finding import Finding, megabytes
from app.settings import Settings

COMPILE_SECONDS = 900
WARM = "from app.command_line import main; main(['warm'])"


def check(_settings: Settings) -> Iterator[Finding]:
    """The folder of the present sources, processor and numba."""
    folder = kept_in()
    yield kernel(folder)


def kept_in() -> Path | None:
    """The kernel's folder; None where no such folder can be written to."""
    from engine.trainers import cache

    cache.log.addFilter(_quiet)  # What it would say is said below, with what to do.
    try:
        folder = cache.folder()
    finally:
        cache.log.removeFilter(_quiet)
    return folder if folder.name.startswith("kernel-") else None


def kernel(folder: Path | None) -> Finding:
    """Whether a start finds everything compiled."""
    from engine.trainers.cache import COMPLETE, ENVIRONMENT_VARIABLE

    if folder is None:
        return Finding(
            "kernel",
            "problem",
            "The compiled kernel cannot be kept, so every start compiles it again, which takes a minute or more.",
            f"Set {ENVIRONMENT_VARIABLE} to a folder that can be written to, or run playground warm as its owner.",
            {"complete": False},
        )
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    figures = {"folder": str(folder), "bytes": size, "complete": (folder / COMPLETE).exists()}
    if not figures["complete"]:
        what = (
            "The kernel has not been compiled for this processor and these sources; the next start does it."
        )
        return Finding(
            "kernel", "warning", what, "Run playground warm, which takes a minute or more.", figures
        )
    what = f"Compiled for this processor, {megabytes(size)} in {folder}"
    return Finding("kernel", "ok", what, figures=figures)


def compile_anew(_settings: Settings) -> Iterator[Finding]:
    """Measure how long it takes to compile the kernel from nothing, in a process and a folder of its own."""
    from engine.trainers.cache import ENVIRONMENT_VARIABLE

    begun = monotonic()
    with tempfile.TemporaryDirectory(prefix="playground-doctor-") as folder:
        environment = {**os.environ, ENVIRONMENT_VARIABLE: folder}
        command = [sys.executable, "-c", WARM]
        done = subprocess.run(  # noqa: S603 - Python itself
            command, env=environment, capture_output=True, text=True, check=False, timeout=COMPILE_SECONDS
        )
    seconds = round(monotonic() - begun, 1)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["It says nothing."])[-1]
        yield Finding(
            "compiling", "problem", f"The kernel cannot be compiled: {last}", "Run make install again."
        )
        return
    yield Finding(
        "compiling", "ok", f"From nothing it takes {seconds:g} seconds", figures={"seconds": seconds}
    )


def _quiet(_record: logging.LogRecord) -> bool:
    return False
