"""The connection to a Ray cluster: one for all shards, made when the first one is needed."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import os
import secrets
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from app.backends.actor import ShardActor
from engine.errors import PlaygroundError

Result = TypeVar("Result")

SILENT = {
    "RAY_USAGE_STATS_ENABLED": "0",  # Nobody outside learns that this runs.
    "RAY_AUTH_MODE": "token",  # Whoever can talk to a cluster can run any code there.
}
SHARED_MEMORY_BYTES = 100_000_000
"""For what is too large to travel inside a message; a snapshot of the largest network is a few megabytes."""

LAST_WORDS_SECONDS = 1.0


class ClusterError(PlaygroundError):
    """There is no cluster to train on."""

    code = "cluster"


class Cluster:
    """A Ray cluster as the server sees it.

    Parameters
    ----------
    address
        Where the cluster is: ``auto`` for the one that this machine belongs to, ``host:port`` of its head;
        None begins one of this machine alone.
    processors
        How many shards a cluster of this machine alone has room for.
    """

    def __init__(self, address: str | None, processors: int) -> None:
        self._address = address
        self._processors = processors
        self._connected: asyncio.Task[None] | None = None
        self._keepers: dict[str, Any] = {}
        # One thread for all calls that wait: Ray's processes end with the thread that began them.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="cluster")

    async def connect(self) -> None:
        """Be connected; the first who asks connects for everybody."""
        if self._connected is None or _failed(self._connected):
            self._connected = asyncio.create_task(self._wait_for(self._connect), name="cluster")
        await asyncio.shield(self._connected)
        _take_the_signal_back()

    def _connect(self) -> None:
        for name, value in SILENT.items():
            os.environ.setdefault(name, value)
        alone: dict[str, Any] = {}
        if self._address is None:
            os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
            alone = {
                "num_cpus": self._processors,
                "object_store_memory": SHARED_MEMORY_BYTES,
                "include_dashboard": False,
                "_node_ip_address": "127.0.0.1",
            }
        try:
            self.ray.init(
                address=self._address or "local",
                namespace="neural-network-playground",
                configure_logging=False,
                log_to_driver=False,
                **alone,
            )
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise ClusterError(
                f"The Ray cluster cannot be reached: {error}",
                "Start it, and see that PLAYGROUND_RAY_ADDRESS and the token are its own.",
            ) from error

    @property
    def ray(self) -> Any:
        """The package, which only those have who train on a cluster."""
        return importlib.import_module("ray")

    def actor(self, name: str) -> Any:
        """Begin to start an actor somewhere in the cluster; it waits for a free processor.

        A dead one is not started again by Ray: it would be empty, and nobody would know.
        """
        actor = self.ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(ShardActor)
        return actor.options(scheduling_strategy="SPREAD").remote(name)

    def watch(self, node: str) -> None:
        """Have somebody on a node who can be asked for the last words of those who die there."""
        if node not in self._keepers:
            strategy = self.ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(node, soft=False)
            actor = self.ray.remote(num_cpus=0, max_restarts=-1)(keeper())
            self._keepers[node] = actor.options(scheduling_strategy=strategy).remote()

    async def last_words(self, node: str, witness: str) -> str | None:
        """The run that a dead actor was working on; None where its node is dead too, for which no run is to blame."""
        try:
            said = self._keepers[node].read.remote(witness)
            async with asyncio.timeout(LAST_WORDS_SECONDS):
                return str(await said) or None
        except (self.ray.exceptions.RayError, TimeoutError):
            return None

    async def processors(self) -> int:
        """How many shards all living nodes have room for."""

        def count() -> int:
            return sum(int(node["Resources"].get("CPU", 0)) for node in self.ray.nodes() if node["Alive"])

        await self.connect()
        return await self._wait_for(count)

    async def disconnect(self) -> None:
        """Leave the cluster; one of this machine alone ends."""
        if self._connected is not None:
            if not self._connected.done():
                await asyncio.wait([self._connected])
            await self._wait_for(self.ray.shutdown)
        self._thread.shutdown()

    async def _wait_for(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def keeper() -> type:
    """What reads a dead shard's witness and clears its folder.

    A class inside a function travels whole, so that the process that runs it has nothing to import.
    """

    class Keeper:
        def read(self, witness: str) -> str:
            from pathlib import Path
            from shutil import rmtree

            path = Path(witness)
            said = path.read_bytes().rstrip(b"\0").decode(errors="replace") if path.exists() else ""
            rmtree(path.parent, ignore_errors=True)
            return said

    return Keeper


def _take_the_signal_back() -> None:
    """Let the request to stop reach the server again: Ray puts a handler of its own in its place."""
    handler = signal.getsignal(signal.SIGTERM)
    if handler is not None and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, handler)


def _failed(task: asyncio.Task[None]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def check_ray() -> None:
    """Raise where the package is missing."""
    if importlib.util.find_spec("ray") is None:
        raise ClusterError(
            "The backend ray needs the package ray, which is not installed.",
            'Install it (.venv/bin/pip install --editable ".[ray]"), or leave PLAYGROUND_BACKEND out.',
        )
