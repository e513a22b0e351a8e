"""A real server of its own to be measured: its processes' memory and time, and what it counts itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from tests.browser.server import free_port

STARTING = 150.0
COMMAND = "from app.command_line import main; main()"
_SAMPLE = re.compile(r"^(\w+)(?:\{([^}]*)\})? (\S+)$", re.MULTILINE)

Metrics = dict[tuple[str, str], float]


class ServedForLoad:
    """``playground serve`` on a free port, with a temporary folder for its runs."""

    def __init__(self, **settings: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="playground-load-"))
        self.port = free_port()
        self._log = self.folder / "server.log"
        environment = {**os.environ, "PLAYGROUND_DATA_DIR": str(self.folder / "runs")}
        environment |= {f"PLAYGROUND_{name.upper()}": value for name, value in settings.items()}
        begun = time.monotonic()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-c", COMMAND, "serve", "--port", str(self.port)],
                env=environment,
                stdout=log,
                stderr=log,
            )
        try:
            self.page_after = self._until("/", begun)
            self.ready_after = self._until("/readyz", begun)
        except BaseException:
            self.stop()
            raise

    def _until(self, path: str, begun: float) -> float:
        """Seconds from the start until an address answers."""
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                    if answer.status == 200:
                        return time.monotonic() - begun
            except (URLError, OSError):
                pass
            if self._process.poll() is not None or time.monotonic() > begun + STARTING:
                raise RuntimeError(f"The server did not start:\n{self._log.read_text()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it and take its folder away."""
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def log(self) -> str:
        """What it wrote."""
        return self._log.read_text()

    def cookie(self) -> str:
        """What a browser that opens the page for the first time is given."""
        with urlopen(f"http://127.0.0.1:{self.port}/", timeout=30) as answer:
            return str(answer.headers["Set-Cookie"]).partition(";")[0]

    # --- Processes --------------------------------------------------------------------------------------------

    def processes(self) -> dict[int, str]:
        """Every process of the server, by number: what it is for."""
        found = {self._process.pid: "server"}
        for process in psutil.Process(self._process.pid).children(recursive=True):
            try:
                found[process.pid] = _duty(process, self._process.pid)
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
            try:
                text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            except OSError:
                continue
            kilobytes = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
            held[duty] = held.get(duty, 0.0) + (int(kilobytes[1]) / 1000 * 1.024 if kilobytes else 0.0)
        return held

    # --- What it counts ---------------------------------------------------------------------------------------

    def metrics(self) -> Metrics:
        """Every figure of ``/metrics``, by its name and labels."""
        with urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=30) as answer:
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
