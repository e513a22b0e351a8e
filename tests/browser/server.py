"""The server as people start it: a process of its own, which a test may stop and start again."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PLAYGROUND = Path(sys.executable).parent / "playground"
STARTING = 100.0  # seconds that a start may take on a busy machine that has to compile the kernel first
STOPPING = 20.0


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One server on one port, keeping its runs in one folder however often it is started."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self._settings = {f"PLAYGROUND_{name.upper()}": value for name, value in settings.items()}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and return when it is ready to train."""
        environment = {**os.environ, "PLAYGROUND_DATA_DIR": str(self.folder / "runs"), **self._settings}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [PLAYGROUND, "serve", "--port", str(self.port)], env=environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + STARTING
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"The server did not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to stop, as a service manager does, and wait until it has."""
        if self._process:
            self._process.terminate()
            self._gone()

    def kill(self) -> None:
        """End it without a word, as a power cut does."""
        if self._process:
            self._process.kill()
            self._gone()

    def _gone(self) -> None:
        if self._process:
            self._process.wait(STOPPING)
            self._process = None

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"{self.address}/readyz", timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False
