"""Nodes of a Ray cluster on this machine, each a group of processes that can be killed as a machine dies."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from time import monotonic, sleep

import psutil
import pytest

from app.listen import listening_socket

PATIENCE = 180.0  # seconds, for a busy machine


def need_ray() -> None:
    """Skip a test, or fail where all must run, when the package is missing.

    It is not imported here, since it reads its settings then.
    """
    if find_spec("ray") is None:
        missing = 'The package ray is not installed: pip install --editable ".[ray]"'
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)


class Node:
    """One node that runs."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def processes(self) -> list[psutil.Process]:
        """What belongs to it."""
        if self._process.poll() is not None:
            return []
        first = psutil.Process(self._process.pid)
        return [first, *first.children(recursive=True)]

    def kill(self) -> None:
        """End everything at once, as when somebody pulls the plug."""
        everything = self.processes()
        for process in everything:
            process.suspend()
        for process in everything:
            process.kill()
        self._process.wait()


class Nodes:
    """A head without shards, and as many workers with one processor as are asked for."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        with listening_socket("127.0.0.1", 0) as free:
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.environment = {
            **os.environ,
            "RAY_AUTH_MODE": "token",
            "RAY_AUTH_TOKEN": secrets.token_hex(32),
            "RAY_USAGE_STATS_ENABLED": "0",
        }
        self._folder = folder
        self._stack = stack
        self._count = 0
        port = self.address.rpartition(":")[2]
        head = ("--head", "--port", port, "--num-cpus", "0", "--include-dashboard", "false")
        self._start(*head, "--temp-dir", str(folder))

    def join(self) -> Node:
        """Let a node with one processor join."""
        return self._start("--address", self.address, "--num-cpus", "1")

    def _start(self, *options: str) -> Node:
        command = [
            sys.executable,
            "-c",
            "from ray.scripts.scripts import main; main()",
            "start",
            "--block",
            "--node-ip-address",
            "127.0.0.1",
            "--object-store-memory",
            "100000000",
            "--disable-usage-stats",
        ]
        self._count += 1
        log = self._folder / f"node-{self._count}.log"
        with log.open("wb") as out:
            process = subprocess.Popen([*command, *options], env=self.environment, stdout=out, stderr=out)
        node = Node(process)
        self._stack.callback(node.kill)
        self._wait(process, log)
        return node

    @staticmethod
    def _wait(process: subprocess.Popen[bytes], log: Path) -> None:
        """Wait until a node works: two that begin at the same time may choose the same ports."""
        end = monotonic() + PATIENCE
        while "Ray runtime started" not in log.read_text(encoding="utf-8"):
            if process.poll() is not None or monotonic() > end:
                pytest.fail(f"A node does not start: {log.read_text(encoding='utf-8')}")
            sleep(0.05)


@contextmanager
def nodes() -> Iterator[Nodes]:
    """A cluster for as long as it is wanted."""
    folder = Path(tempfile.mkdtemp(prefix="ray-"))  # Short: paths of sockets lie below it.
    with ExitStack() as stack:
        stack.callback(rmtree, folder, ignore_errors=True)
        yield Nodes(folder, stack)
