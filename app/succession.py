"""Which desk takes the place of one whose shard lacks PyTorch, once a run there needs it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.desk import Desk


class Succession:
    """What is known of one desk's successor.

    Parameters
    ----------
    ask
        Asks for one.
    """

    def __init__(self, ask: Callable[[], None]) -> None:
        self.desk: Desk | None = None
        """The successor: all runs move there, now or soon."""

        self._ask = ask
        self._asked = False
        self._settled = asyncio.Event()

    def begin(self) -> None:
        """Ask for a successor, once."""
        if not self._asked:
            self._asked = True
            self._ask()

    async def settled(self) -> None:
        """Wait until there is a successor, or it is certain that there will be none."""
        await self._settled.wait()

    def settle(self, desk: Desk | None) -> None:
        """Tell who it is; where it is nobody, a new one may be asked for."""
        self.desk = desk
        self._settled.set()
        if desk is None:
            self._asked, self._settled = False, asyncio.Event()
