"""Whether a process that trains can be started, how long that takes, what memory it has, and how fast it is."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from time import monotonic

from app.backends import BACKENDS, Supply
from app.backends.protocol import Report, Shard, ShardLostError, Slice
from app.doctor.finding import Finding, megabytes
from app.doctor.kernel import kept_in
from app.metrics.processes import OTHER, SERVER, Taken, taken_by
from app.settings import Settings
from engine.errors import PlaygroundError

EXPERIMENT = {
    "name": "Two spirals",
    "data": {"kind": "spiral"},
    "network": {"layers": [{"kind": "dense", "units": 8}, {"kind": "dense", "units": 8}]},
    "optimizer": {"kind": "adam"},
    "training": {"batch_size": 10, "epochs": 100_000},
}
TRAINING_SECONDS = 0.3
SLOW_START_SECONDS = 20.0
PATIENCE_SECONDS = 150.0
"""Longer than the first start of a process takes."""

OWN = "shard"
REPAIR = "Run make install again, and look at what playground serve writes."


def check(settings: Settings) -> Iterator[Finding]:
    """Start a process as the server would, let it train, and stop it."""
    if settings.backend == "inline":
        yield Finding("shards", "ok", "None: runs train in the server itself")
        return
    from engine.trainers.cache import COMPLETE

    folder = kept_in()
    if folder is None or not (folder / COMPLETE).exists():
        what = "Not tried: the kernel has to be compiled first."
        yield Finding("shards", "warning", what, "Run playground warm.")
        return
    try:
        supply = BACKENDS[settings.backend](settings, settings.data_dir / "tables")
        yield asyncio.run(try_out(supply))
    except PlaygroundError as error:
        yield Finding("shards", "problem", error.message, error.hint or REPAIR)


async def try_out(supply: Supply) -> Finding:
    """Let one of the shards work."""
    shard = supply.shards[0]
    begun = monotonic()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await shard.revive()
            started = monotonic() - begun
            taken = taken_by(os.getpid(), {shard.pid: OWN}) if shard.pid else {}
            report = await _train(shard)
    except TimeoutError:
        what = f"A process that trains has not started after {PATIENCE_SECONDS:g} seconds."
        return Finding(
            "shards", "problem", what, "Look whether the machine, or the cluster, has a core to spare."
        )
    except (ShardLostError, OSError, RuntimeError, EOFError) as error:
        what = f"A process that trains cannot be started: {type(error).__name__} {error}".rstrip()
        return Finding("shards", "problem", f"{what}.", REPAIR)
    finally:
        await shard.stop()
        await supply.stop()
    if report.failure is not None:
        what = f"A process that trains fails: {report.failure.message}"
        return Finding("shards", "problem", what, REPAIR)
    return working(started, taken, report.epoch / max(report.seconds, 1e-9))


async def _train(shard: Shard) -> Report:
    """Open a run and train it for a moment."""
    opened = await shard.open("doctor", EXPERIMENT, None)
    if opened.failure is not None:
        return opened
    return (await shard.tick([Slice("doctor", TRAINING_SECONDS, 2**31)]))[0]


def working(started: float, taken: dict[str, Taken], speed: float) -> Finding:
    """What a shard that works is like."""
    own, shared, server = (taken.get(name, Taken()).share for name in (OWN, OTHER, SERVER))
    figures = {
        "start_seconds": round(started, 2),
        "memory_bytes": own,
        "shared_bytes": shared,
        "server_bytes": server,
        "epochs_per_second": round(speed),
    }
    memory = f", has {megabytes(own)} of memory (and {megabytes(shared)} for all together)" if own else ""
    what = (
        f"One started in {started:.1f} seconds{memory}, and does {speed:,.0f} epochs a second of two spirals"
    )
    if started > SLOW_START_SECONDS:
        advice = "The start is slow: the disk may be, or the machine may be busy."
        return Finding("shards", "warning", f"{what}.", advice, figures)
    return Finding("shards", "ok", what, figures=figures)
