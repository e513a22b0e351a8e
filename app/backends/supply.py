"""The shards of a backend: those there are from the start, and those that come later."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence

from app.backends.protocol import Shard


class Supply:
    """Shards that are all there from the start.

    Parameters
    ----------
    shards
        At least one.
    with_pytorch
        Makes one more, which has PyTorch from its start, to take the place of one that lacks it.
    """

    def __init__(self, shards: Sequence[Shard], with_pytorch: Callable[[], Shard] | None = None) -> None:
        self.shards = list(shards)
        self.with_pytorch = with_pytorch

    async def later(self) -> AsyncIterator[Shard]:
        """Shards for which room is found while the server runs."""
        none: tuple[Shard, ...] = ()
        for shard in none:
            yield shard

    async def stop(self) -> None:
        """Give back what the shards had in common, once they have all stopped."""
