"""The server as people start it: a process of its own, which may be stopped and started again."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

COMMAND = "from app.command_line import main; main()"
STARTING, STOPPING, PATIENCE = 240.0, 60.0, 90.0  # seconds, for a busy machine
OWN_PORTS = range(20_000, 32_000)  # none of which the system gives to somebody who connects


def free_port() -> int:
    """A port that nobody listens on now, nor takes by chance while a server is away for a moment."""
    while True:
        port = secrets.choice(OWN_PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class Server:
    """One server on one port, keeping its runs in one folder however often it is started."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.ws = f"ws://127.0.0.1:{self.port}/ws"
        self.log = folder / "server.log"
        given = {"data_dir": folder / "runs", **settings}
        self.environment = os.environ | {
            f"PLAYGROUND_{name.upper()}": str(value) for name, value in given.items()
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and return when it is ready to train."""
        self.launch()
        self.until(self.is_ready, STARTING)

    def launch(self) -> None:
        """Start it and wait for nothing."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, "serve", "--port", str(self.port)],
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def stop(self) -> None:
        """Ask it to stop, as a service manager does, and wait until it has."""
        self.end(signal.SIGTERM)

    def kill(self) -> None:
        """End it without a word, as a power cut does."""
        self.end(signal.SIGKILL)

    def end(self, number: signal.Signals) -> int:
        """End it by a signal, where it runs; return its exit code."""
        if self._process is None:
            return 0
        self._process.send_signal(number)
        code = self._process.wait(STOPPING)
        self._process = None
        return code

    # --- What it says -----------------------------------------------------------------------------------------

    def until(self, done: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Wait until something is so; end the server where it never comes to that."""
        deadline = time.monotonic() + seconds
        while not done():
            if time.monotonic() > deadline or (self._process and self._process.poll() is not None):
                self.kill()
                raise AssertionError(f"It never came to that:\n{self.log.read_text()[-5000:]}")
            time.sleep(0.02)

    def is_ready(self) -> bool:
        """Whether it can train."""
        return self.status("/readyz") == 200

    def answer(self, path: str, seconds: float = PATIENCE) -> HTTPResponse:
        """What it answers to a request."""
        found: HTTPResponse = urlopen(self.address + path, timeout=seconds)  # noqa: S310 - our own server
        return found

    def status(self, path: str) -> int:
        """How it answers to a request; 0 for not at all."""
        try:
            with self.answer(path, 30) as answer:
                return answer.status
        except HTTPError as error:
            return error.code
        except OSError:
            return 0
