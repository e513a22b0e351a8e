"""A shard inside the server's own process: for tests, where nothing may depend on other processes."""

import asyncio
from collections.abc import Sequence
from typing import Any

from app.backends.protocol import Checkpoint, Order, Report, Save, ShardLostError, Slice
from app.backends.workbench import Workbench
from engine.snapshot import Snapshot


class InlineShard:
    """Works while the event loop waits; ``kill`` makes it lose everything, as a process would."""

    def __init__(self, name: str = "inline") -> None:
        self.name = name
        self.life = 0
        self.pid: int | None = None
        self.lacks_pytorch = False
        """What is not loaded yet is loaded when it is needed."""

        self._workbench: Workbench | None = None
        self._turn = asyncio.Lock()
        """Whoever asks first is served first."""

    async def revive(self) -> None:
        """Begin with an empty workbench."""
        self.life += 1
        self._workbench = Workbench()

    def kill(self) -> None:
        """Lose every run."""
        self._workbench = None

    def _alive(self) -> Workbench:
        if self._workbench is None:
            raise ShardLostError
        return self._workbench

    async def open(self, run: str, document: dict[str, Any], snapshot: Snapshot | None) -> Report:
        async with self._turn:
            return self._alive().open(run, document, snapshot)

    async def tick(self, slices: Sequence[Slice]) -> list[Report]:
        async with self._turn:
            await asyncio.sleep(0)  # Let the server answer between two ticks.
            return self._alive().tick(slices)

    async def command(self, run: str, order: Order) -> Report:
        async with self._turn:
            return self._alive().command(run, order)

    async def save(self, run: str, which: Save) -> Checkpoint:
        async with self._turn:
            return self._alive().save(run, which)

    async def close(self, run: str) -> None:
        async with self._turn:
            self._alive().close(run)

    async def stop(self) -> None:
        self.kill()
