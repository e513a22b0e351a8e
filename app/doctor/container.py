"""How much of the machine this process may use: memory, and processor time where a container limits it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import psutil

from app.doctor.finding import Finding, megabytes
from app.settings import Settings

GROUPS = Path("/sys/fs/cgroup")
OWN_GROUP = Path("/proc/self/cgroup")
SERVER_BYTES = 220_000_000
WORKER_BYTES = 150_000_000
"""What an idle server takes with all that its processes share, and each that trains once it has loaded PyTorch."""

UNLIMITED = 2**60


def check(settings: Settings) -> Iterator[Finding]:
    """Memory and processor time."""
    folders = groups()
    limit = memory_limit(folders)
    yield memory(psutil.virtual_memory().available, limit, settings.workers)
    quota = processor_limit(folders)
    if quota is not None:
        yield processor(quota, settings.workers)


def memory(available: int, limit: int | None, workers: int) -> Finding:
    """Whether there is enough memory for the server and those that train."""
    needed = SERVER_BYTES + workers * WORKER_BYTES
    room = available if limit is None else min(available, limit)
    figures = {"available_bytes": available, "limit_bytes": limit, "needed_bytes": needed}
    told = f"{megabytes(available)} of memory are free"
    if limit is not None:
        told += f", and this container may use {megabytes(limit)}"
    if room < needed:
        what = f"{told}; with {workers} processes that train, {megabytes(needed)} are needed."
        return Finding(
            "memory", "problem", what, "Allow more memory, or set fewer PLAYGROUND_WORKERS.", figures
        )
    return Finding("memory", "ok", told, figures=figures)


def processor(quota: float, workers: int) -> Finding:
    """Whether the processor time that a container may use is enough for those that train."""
    figures = {"cores": quota}
    if workers > math.ceil(quota):
        what = f"This container may use {quota:g} cores, but {workers} processes train: each waits for the others."
        advice = f"Set PLAYGROUND_WORKERS={max(1, math.floor(quota))}, or allow the container more."
        return Finding("container", "warning", what, advice, figures)
    return Finding("container", "ok", f"This container may use {quota:g} cores", figures=figures)


def groups(root: Path = GROUPS, own: Path = OWN_GROUP) -> list[Path]:
    """The control groups that this process is in, from its own to the outermost."""
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    path = next((line.removeprefix("0::") for line in lines if line.startswith("0::")), "/")
    inner = root / path.lstrip("/")
    return [inner, *(parent for parent in inner.parents if parent == root or root in parent.parents)]


def memory_limit(folders: list[Path]) -> int | None:
    """The least memory in bytes that one of the groups allows; None where none limits it."""
    texts = [
        _text(folder / "memory.max") or _text(folder / "memory/memory.limit_in_bytes") for folder in folders
    ]
    limits = [int(text) for text in texts if text.isdecimal()]
    return min((limit for limit in limits if limit < UNLIMITED), default=None)


def processor_limit(folders: list[Path]) -> float | None:
    """The fewest cores that one of the groups allows; None where none limits them."""
    limits = []
    for folder in folders:
        quota, _, period = _text(folder / "cpu.max").partition(" ")
        if not quota:
            quota, period = _text(folder / "cpu/cpu.cfs_quota_us"), _text(folder / "cpu/cpu.cfs_period_us")
        if quota.isdecimal() and period.isdecimal() and int(period) > 0:
            limits.append(int(quota) / int(period))
    return min(limits, default=None)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""
