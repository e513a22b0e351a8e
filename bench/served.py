"""A real server of its own to be measured: its processes' memory and time, and what it counts itself."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from pathlib import Path

import psutil

from app.metrics.processes import proportional_bytes
from tests.served import STARTING, Server

_SAMPLE = re.compile(r"^(\w+)(?:\{([^}]*)\})? (\S+)$", re.MULTILINE)

Metrics = dict[tuple[str, str], float]


class ServedForLoad(Server):
    """A server with a temporary folder for its runs, started at once.

    Attributes
    ----------
    page_after, ready_after
        Seconds from the start until it answered with the page, and until it could train.
    """

    def __init__(self, **settings: object) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="playground-load-"))
        super().__init__(self.folder, **settings)
        begun = time.monotonic()
        try:
            self.launch()
            self.until(lambda: self.status("/") == 200, STARTING)
            self.page_after = time.monotonic() - begun
            self.until(self.is_ready, STARTING)
            self.ready_after = time.monotonic() - begun
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop it and take its folder away."""
        try:
            super().stop()
        finally:
            self.kill()
            shutil.rmtree(self.folder, ignore_errors=True)

    def cookie(self) -> str:
        """What a browser that opens the page for the first time is given."""
        with self.answer("/") as answer:
            return str(answer.headers["Set-Cookie"]).partition(";")[0]

    # --- Processes --------------------------------------------------------------------------------------------

    def processes(self) -> dict[int, str]:
        """Every process of the server, by number: what it is for."""
        found = {self.pid: "server"}
        for process in psutil.Process(self.pid).children(recursive=True):
            try:
                found[process.pid] = _duty(process, self.pid)
            except psutil.NoSuchProcess:
                continue
        return found

    def shards(self) -> list[int]:
        """The numbers of the processes that train."""
        return [pid for pid, duty in self.processes().items() if duty == "shard"]

    def cpu(self) -> dict[str, float]:
        """Processor seconds that were used so far, by what the processes are for."""
        used: dict[str, float] = {}
        for pid, duty in self.processes().items():
            try:
                times = psutil.Process(pid).cpu_times()
            except psutil.NoSuchProcess:
                continue
            used[duty] = used.get(duty, 0.0) + times.user + times.system
        return used

    def memory(self) -> dict[str, float]:
        """Megabytes by what the processes are for; what several share is counted once (proportional set size)."""
        held: dict[str, float] = {}
        for pid, duty in self.processes().items():
            held[duty] = held.get(duty, 0.0) + (proportional_bytes(pid) or 0) / 1e6
        return held

    # --- What it counts ---------------------------------------------------------------------------------------

    def metrics(self) -> Metrics:
        """Every figure of ``/metrics``, by its name and labels."""
        with self.answer("/metrics") as answer:
            text = answer.read().decode()
        return {(name, labels): float(value) for name, labels, value in _SAMPLE.findall(text)}


def total(metrics: Metrics, name: str) -> float:
    """A figure over all its labels."""
    return sum(value for (found, _), value in metrics.items() if found == name)


def buckets(before: Metrics, after: Metrics, name: str) -> list[tuple[float, float]]:
    """What a histogram counted between two looks: bounds, and how many lay below."""
    found = [
        (float(labels.split('"')[1]), value - before.get((known, labels), 0.0))
        for (known, labels), value in after.items()
        if known == f"{name}_bucket"
    ]
    return sorted(found)


def _duty(process: psutil.Process, server: int) -> str:
    if process.ppid() != server:
        return "shard"
    line = " ".join(process.cmdline())
    return "tracker" if "resource_tracker" in line else "fork server" if "forkserver" in line else "helper"
