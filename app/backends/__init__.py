"""Where runs train: processes of this machine, or the server's own for tests, behind one protocol."""

from collections.abc import Callable
from pathlib import Path

from app.backends.inline import InlineShard
from app.backends.local import LocalShard
from app.backends.protocol import Shard

__all__ = ["BACKENDS", "InlineShard", "LocalShard", "Shard"]

BACKENDS: dict[str, Callable[[int, float, Path], list[Shard]]] = {
    "inline": lambda _workers, _deadline, _tables: [InlineShard()],
    "local": lambda workers, deadline, tables: [
        LocalShard(f"shard-{number}", deadline, tables) for number in range(workers)
    ],
}
"""How to make a backend's shards: how many workers there may be, their deadline in seconds, the tables' folder."""
