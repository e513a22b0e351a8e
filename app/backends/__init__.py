"""Where runs train: processes of this machine, or the server's own for tests, behind one protocol."""

from collections.abc import Callable
from pathlib import Path

from app.backends.inline import InlineShard
from app.backends.local import LocalShard
from app.backends.protocol import Shard
from app.backends.supply import Supply
from app.settings import Settings

__all__ = ["BACKENDS", "InlineShard", "LocalShard", "Shard", "Supply"]


def _inline(_settings: Settings, _tables: Path) -> Supply:
    return Supply([InlineShard()])


def _local(settings: Settings, tables: Path) -> Supply:
    return Supply(
        [
            LocalShard(f"shard-{number}", settings.deadline_seconds, tables)
            for number in range(settings.workers)
        ]
    )


BACKENDS: dict[str, Callable[[Settings, Path], Supply]] = {"inline": _inline, "local": _local}
"""How to make a backend's shards from the settings and the folder of people's tables."""
