"""A shard in another process, whichever way that is reached."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from app.backends import process
from app.backends.plain import plain_slice, read_report
from app.backends.protocol import Checkpoint, Order, Report, Save, Slice
from engine.snapshot import Snapshot

Result = TypeVar("Result")

START_SECONDS = 120.0
"""A first start loads PyTorch from a cold disk and may have to compile the kernel."""

STOP_SECONDS = 3.0


class RemoteShard(ABC):
    """Has all work done by the functions of ``process``."""

    @abstractmethod
    async def _call(self, work: Callable[..., Result], *given: Any) -> Result:
        """Have something done there."""

    async def open(self, run: str, document: dict[str, Any], snapshot: Snapshot | None) -> Report:
        return await self._call(process.open_run, run, document, snapshot)

    async def tick(self, slices: Sequence[Slice]) -> list[Report]:
        return [
            read_report(plain)
            for plain in await self._call(process.tick, [plain_slice(part) for part in slices])
        ]

    async def command(self, run: str, order: Order) -> Report:
        return await self._call(process.command, run, order)

    async def save(self, run: str, which: Save) -> Checkpoint:
        return await self._call(process.save, run, which)

    async def close(self, run: str) -> None:
        await self._call(process.close, run)
