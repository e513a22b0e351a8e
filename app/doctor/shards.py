"""Whether a process that trains can be started, how long that takes, what memory it has, and how fast it is."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from time import monotonic

from app.backends import LocalShard
from app.backends.protocol import ShardLostError, Slice
from app.doctor.finding import Finding, megabytes
from app.doctor.kernel import kept_in
from app.metrics.processes import OTHER, SERVER, Taken, taken_by
from app.settings import Settings

EXPERIMENT = {
    "name": "Two spirals",
    "data": {"kind": "spiral"},
    "network": {"layers": [{"kind": "dense", "units": 8}, {"kind": "dense", "units": 8}]},
    "optimizer": {"kind": "adam"},
    "training": {"batch_size": 10, "epochs": 100_000},
}
TRAINING_SECONDS = 0.3
SLOW_START_SECONDS = 20.0
NAME = "shard"


def check(settings: Settings) -> Iterator[Finding]:
    """Start a process as the server would, let it train, and stop it."""
    if settings.backend != "local":
        yield Finding("shards", "ok", f"None: runs train in the server itself (backend {settings.backend})")
        return
    from engine.trainers.cache import COMPLETE

    folder = kept_in()
    if folder is None or not (folder / COMPLETE).exists():
        yield Finding(
            "shards", "warning", "Not tried: the kernel has to be compiled first.", "Run playground warm."
        )
        return
    yield asyncio.run(_try(settings))


async def _try(settings: Settings) -> Finding:
    shard = LocalShard(NAME, settings.deadline_seconds)
    begun = monotonic()
    try:
        await shard.revive()
        started = monotonic() - begun
        taken = taken_by(os.getpid(), {shard.pid: NAME} if shard.pid else {})
        opened = await shard.open("doctor", EXPERIMENT, None)
        report = (await shard.tick([Slice("doctor", TRAINING_SECONDS, 2**31)]))[0]
    except (ShardLostError, OSError, RuntimeError) as error:
        return Finding(
            "shards",
            "problem",
            f"A process that trains cannot be started: {type(error).__name__} {error}.",
            "Look at what it wrote above; then run make install again.",
        )
    finally:
        await shard.stop()
    failure = opened.failure or report.failure
    if failure is not None:
        return Finding(
            "shards", "problem", f"A process that trains fails: {failure.message}", "Run make install again."
        )
    return shard_finding(started, taken, report.epoch / max(report.seconds, 1e-9))


def shard_finding(started: float, taken: dict[str, Taken], speed: float) -> Finding:
    """What a shard that works is like."""
    own, shared = (taken.get(name, Taken()).share for name in (NAME, OTHER))
    figures = {
        "start_seconds": round(started, 2),
        "memory_bytes": own,
        "shared_bytes": shared,
        "server_bytes": taken.get(SERVER, Taken()).share,
        "epochs_per_second": round(speed),
    }
    what = (
        f"One started in {started:.1f} seconds, has {megabytes(own)} of memory (and {megabytes(shared)} for all "
        f"together), and does {speed:,.0f} epochs a second of two spirals"
    )
    if started > SLOW_START_SECONDS:
        return Finding(
            "shards",
            "warning",
            f"{what}.",
            "The start is slow: is the disk, or the machine busy?",
            figures,
        )
    return Finding("shards", "ok", what, figures=figures)
