"""Nodes of a Ray cluster on this machine, each a group of processes that can be killed as a machine dies."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import rmtree

import psutil

from app.listen import listening_socket


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
        )

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
        log = self._stack.enter_context((self._folder / "started.log").open("ab"))
        process = subprocess.Popen([*command, *options], env=self.environment, stdout=log, stderr=log)
        node = Node(process)
        self._stack.callback(node.kill)
        return node


@contextmanager
def nodes() -> Iterator[Nodes]:
    """A cluster for as long as it is wanted."""
    folder = Path(tempfile.mkdtemp(prefix="ray-"))  # Short: paths of sockets lie below it.
    with ExitStack() as stack:
        stack.callback(rmtree, folder, ignore_errors=True)
        yield Nodes(folder, stack)
