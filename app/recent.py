"""What takes a moment to find out, found out no more often than is of use."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

Found = TypeVar("Found")


class Recent(Generic[Found]):
    """Finds something out in a thread, at most once in so many seconds, however often somebody asks."""

    def __init__(self, find: Callable[[], Found], seconds: float) -> None:
        self._find = find
        self._seconds = seconds
        self._until = float("-inf")
        self._finding: asyncio.Future[Found] | None = None

    async def get(self) -> Found:
        """What was found; those who ask meanwhile wait for the same answer."""
        if self._finding is None or (self._finding.done() and monotonic() >= self._until):
            self._until = monotonic() + self._seconds
            self._finding = asyncio.ensure_future(asyncio.to_thread(self._find))
        return await asyncio.shield(self._finding)
