"""The shards of a backend: those there are from the start, and those that come later."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from app.backends.protocol import Shard


class Supply:
    """Shards that are all there from the start.

    Parameters
    ----------
    shards
        At least one.
    """

    def __init__(self, shards: Sequence[Shard]) -> None:
        self.shards = list(shards)

    async def later(self) -> AsyncIterator[Shard]:
        """Shards for which room is found while the server runs."""
        none: tuple[Shard, ...] = ()
        for shard in none:
            yield shard

    async def stop(self) -> None:
        """Give back what the shards had in common, once they have all stopped."""
