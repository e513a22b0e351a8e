"""Where runs train: processes of this machine, or the server's own for tests, behind one protocol."""

from collections.abc import Callable

from app.backends.inline import InlineShard
from app.backends.local import LocalShard
from app.backends.protocol import Shard

__all__ = ["BACKENDS", "InlineShard", "LocalShard", "Shard"]

BACKENDS: dict[str, Callable[[int, float], list[Shard]]] = {
    "inline": lambda _workers, _deadline: [InlineShard()],
    "local": lambda workers, deadline: [LocalShard(f"shard-{number}", deadline) for number in range(workers)],
}
"""How to make a backend's shards, given how many workers there may be and their deadline in seconds."""
