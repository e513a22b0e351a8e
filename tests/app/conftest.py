"""A server on each backend for the tests in this folder."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from app.backends import Cluster, ClusterShard, InlineShard, LocalShard, Shard
from tests.app.serving import Served, serving

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="session")
def example() -> Callable[[str], dict[str, Any]]:
    """Read one of the example specs."""

    def read(name: str) -> dict[str, Any]:
        document = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
        assert isinstance(document, dict)
        return document

    return read


@pytest.fixture
def spiral(example: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    return example("spiral_small")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A Ray cluster of this machine alone, for as long as the tests run."""
    if find_spec("ray") is None:  # Not imported here: it reads its settings then.
        pytest.skip("The package ray is not installed.")
    cluster = Cluster(None, 2)
    with asyncio.Runner() as runner:
        runner.run(cluster.connect())
        yield cluster
        runner.run(cluster.disconnect())


@pytest.fixture(params=["inline", "local", "ray"])
def shards(request: pytest.FixtureRequest, tmp_path: Path) -> list[Shard]:
    """Fresh shards of each backend."""
    tables = tmp_path / "tables"
    if request.param == "inline":
        return [InlineShard()]
    if request.param == "local":
        return [LocalShard("shard-0", tables=tables)]
    return [ClusterShard("shard-0", request.getfixturevalue("cluster"), 10.0, tables)]


@pytest.fixture
async def served(shards: list[Shard], tmp_path: Path) -> AsyncIterator[Served]:
    """A server on each backend."""
    async with serving(shards, tmp_path) as server:
        yield server


@pytest.fixture
async def inline(tmp_path: Path) -> AsyncIterator[Served]:
    """A server on the inline backend, for what has nothing to do with shards."""
    async with serving([InlineShard()], tmp_path) as server:
        yield server
