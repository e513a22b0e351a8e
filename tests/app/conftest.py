"""A server on each backend for the tests in this folder."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.backends import Cluster, ClusterShard, InlineShard, LocalShard, Shard
from app.server import create_app
from app.settings import Settings
from engine.tables import Shelf
from tests.app.nodes import need_ray
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


class Lasting(ClusterShard):
    """An actor that serves one test after another, for each takes long to start; only a killed one is replaced."""

    async def revive(self) -> None:
        if self.home is None:
            await super().revive()
        else:
            self.life += 1

    async def stop(self) -> None:
        pass

    def kill(self) -> None:
        super().kill()
        self.home = None

    def find_tables_in(self, folder: Path) -> None:
        self._shelf = Shelf(folder)


@pytest.fixture(scope="session")
def actor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lasting]:
    """A shard on a Ray cluster of this machine alone, for as long as the tests run."""
    need_ray()
    cluster = Cluster(None, 1)
    yield Lasting("shard-0", cluster, 10.0, tmp_path_factory.mktemp("tables"))
    asyncio.run(cluster.disconnect())


@pytest.fixture(params=["inline", "local", pytest.param("ray", marks=pytest.mark.xdist_group("ray"))])
def shards(request: pytest.FixtureRequest, tmp_path: Path) -> list[Shard]:
    """Fresh shards of each backend."""
    if request.param == "inline":
        return [InlineShard()]
    if request.param == "local":
        return [LocalShard("shard-0", tables=tmp_path / "tables")]
    actor: Lasting = request.getfixturevalue("actor")
    actor.find_tables_in(tmp_path / "tables")
    return [actor]


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


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """What asks the application without a socket between."""
    app = create_app(Settings(data_dir=tmp_path), [InlineShard()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        yield client
