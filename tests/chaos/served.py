"""A real server in a process of its own, which a test may harm: its shards, its disk, its connections, itself."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from tests.browser.server import free_port

COMMAND = "from app.command_line import main; main()"
STARTING, STOPPING, PATIENCE = 110.0, 40.0, 40.0  # seconds, for a busy machine


class Victim:
    """One server on one port with one folder, however often it is started.

    Whatever it would leave in the system's temporary folder is found in ``temporary``.
    """

    def __init__(self, folder: Path, data: Path | None = None, **settings: object) -> None:
        self.data = data or folder / "data"
        # Not in the test's own folder: sockets cannot have names as long as tests have.
        self.temporary = Path(tempfile.mkdtemp(prefix="victim-"))
        self.port = free_port()
        self.http = f"http://127.0.0.1:{self.port}"
        self.ws = f"ws://127.0.0.1:{self.port}/ws"
        self._log = folder / "server.log"
        given = {"data_dir": self.data, "log_format": "json", "workers": 1, **settings}
        self._environment = {
            **os.environ,
            "TMPDIR": str(self.temporary),
            **{f"PLAYGROUND_{name.upper()}": str(value) for name, value in given.items()},
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._log_from = 0

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(STOPPING)
        shutil.rmtree(self.temporary, ignore_errors=True)

    # --- Its life ---------------------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until all its shards work."""
        self._log_from = self._log.stat().st_size if self._log.exists() else 0
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, "serve", "--port", str(self.port)],
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        workers = int(self._environment["PLAYGROUND_WORKERS"])
        self.until(lambda: len(self.shards()) == workers and self.status("/readyz") == 200, STARTING)

    def end(self, number: signal.Signals) -> int:
        """End it by a signal; return its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(STOPPING)

    def family(self) -> list[psutil.Process]:
        """It and every process that it has started."""
        server = psutil.Process(self.pid)
        return [server, *server.children(recursive=True)]

    # --- What it says -----------------------------------------------------------------------------------------

    def until(self, done: Any, seconds: float = PATIENCE) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + seconds
        while not done():
            if time.monotonic() > deadline or (self._process and self._process.poll() is not None):
                raise AssertionError(f"it never came to that:\n{self._log.read_text()[-5000:]}")
            time.sleep(0.05)

    def events(self, name: str) -> list[dict[str, Any]]:
        """The lines of its log about one thing, since it was started last."""
        with self._log.open("rb") as log:
            log.seek(self._log_from)
            text = log.read().decode(errors="replace")
        found = []
        for line in text.splitlines():
            with suppress(json.JSONDecodeError):
                event = json.loads(line)
                if isinstance(event, dict) and event.get("event") == name:
                    found.append(event)
        return found

    def shards(self) -> dict[str, int]:
        """The process of each shard, by its name."""
        return {event["shard"]: event["pid"] for event in self.events("shard ready")}

    def status(self, path: str) -> int:
        """How it answers to a request; 0 for not at all."""
        try:
            with urlopen(self.http + path, timeout=5) as answer:  # noqa: S310
                return int(answer.status)
        except URLError as error:
            return int(getattr(error, "code", 0) or 0)
        except OSError:
            return 0

    def figures(self) -> dict[str, float]:
        """Its figures, by name and labels."""
        with urlopen(f"{self.http}/metrics", timeout=PATIENCE) as answer:  # noqa: S310
            lines = answer.read().decode().splitlines()
        return {
            name: float(value)
            for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")
        }

    def busiest(self) -> str:
        """The shard that works most."""
        label = 'playground_shard_busy_seconds_total{shard="%s"}'
        before = self.figures()
        time.sleep(0.5)
        after = self.figures()
        return max(self.shards(), key=lambda name: after[label % name] - before[label % name])
