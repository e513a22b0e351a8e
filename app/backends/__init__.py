"""Where runs train: processes of this machine or of a cluster, or the server's own for tests, behind one protocol."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

from app.backends.cluster import Cluster, check_ray
from app.backends.cluster_shard import ClusterShard, ClusterSupply
from app.backends.inline import InlineShard
from app.backends.local import LocalShard
from app.backends.protocol import Shard
from app.backends.supply import Supply
from app.settings import Settings

__all__ = [
    "BACKENDS",
    "Cluster",
    "ClusterShard",
    "ClusterSupply",
    "InlineShard",
    "LocalShard",
    "Shard",
    "Supply",
]

MOST_SHARDS = 256
"""Where nothing is said a cluster gives all its processors, but not more than one server can look after."""


def _inline(_settings: Settings, _tables: Path) -> Supply:
    return Supply([InlineShard()])


def _local(settings: Settings, tables: Path) -> Supply:
    numbers = count()

    def shard(*, with_pytorch: bool = False) -> LocalShard:
        return LocalShard(f"shard-{next(numbers)}", settings.deadline_seconds, tables, with_pytorch)

    return Supply([shard() for _ in range(settings.workers)], lambda: shard(with_pytorch=True))


def _ray(settings: Settings, tables: Path) -> Supply:
    check_ray()
    most = settings.workers if "workers" in settings.model_fields_set else MOST_SHARDS
    cluster = Cluster(settings.ray_address, settings.workers)
    return ClusterSupply(cluster, most, settings.deadline_seconds, tables)


BACKENDS: dict[str, Callable[[Settings, Path], Supply]] = {
    "inline": _inline,
    "local": _local,
    "ray": _ray,
}
"""How to make a backend's shards from the settings and the folder of people's tables."""
