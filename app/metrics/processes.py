"""What the server's processes take: memory, and seconds of processor."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import psutil
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

FRESH_SECONDS = 1.0
"""What was looked at so recently is not looked at again."""

SERVER = "server"
OTHER = "other"
"""What shards are forked from, and what watches over shared memory."""


@dataclass(slots=True)
class Taken:
    """What one process takes, or several of one name together.

    ``share`` is its part of the memory in bytes, where what several processes share is divided among them (PSS);
    ``resident`` counts that for each of them in full (RSS).
    """

    share: int = 0
    resident: int = 0
    processor_seconds: float = 0.0


class Processes(Collector):
    """Looks at this process and all that it has started.

    Parameters
    ----------
    shards
        Tells the name of the shard in each process, by its number.
    """

    def __init__(self, shards: Callable[[], Mapping[int, str]]) -> None:
        self._shards = shards
        self._taken: dict[str, Taken] = {}
        self._looked_at = -FRESH_SECONDS

    def look(self) -> None:
        """Ask the system, which takes some milliseconds: to be called in a thread."""
        now = monotonic()
        if now - self._looked_at < FRESH_SECONDS:
            return
        self._looked_at = now
        self._taken = taken_by(os.getpid(), self._shards())

    def collect(self) -> Iterator[Metric]:
        """Show what was seen last."""
        share = GaugeMetricFamily(
            "playground_process_pss_bytes", "Memory, with what is shared divided.", labels=["process"]
        )
        resident = GaugeMetricFamily(
            "playground_process_rss_bytes", "Memory, with what is shared in full.", labels=["process"]
        )
        processor = CounterMetricFamily(
            "playground_process_cpu_seconds", "Processor time used.", labels=["process"]
        )
        for name, taken in self._taken.items():
            share.add_metric([name], taken.share)
            resident.add_metric([name], taken.resident)
            processor.add_metric([name], taken.processor_seconds)
        yield from (share, resident, processor)


def taken_by(server: int, shards: Mapping[int, str]) -> dict[str, Taken]:
    """What a server and the processes below it take, by name."""
    found: dict[str, Taken] = {}
    try:
        family = [psutil.Process(server), *psutil.Process(server).children(recursive=True)]
    except psutil.Error:
        return found
    for process in family:
        name = SERVER if process.pid == server else shards.get(process.pid, OTHER)
        try:
            with process.oneshot():
                times = process.cpu_times()
                resident = process.memory_info().rss
        except psutil.Error:
            continue  # It has ended meanwhile.
        taken = found.setdefault(name, Taken())
        taken.resident += resident
        taken.share += proportional_bytes(process.pid) or resident
        taken.processor_seconds += times.user + times.system
    return found


def proportional_bytes(pid: int) -> int | None:
    """A process's part of the memory (PSS) in bytes; None where the system does not tell."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    lines = (line.split() for line in text.splitlines())
    return next((1024 * int(parts[1]) for parts in lines if parts[0] == "Pss:"), None)
