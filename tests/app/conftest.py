"""A server on each backend for the tests in this folder."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from app.backends import InlineShard, LocalShard, Shard
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


@pytest.fixture(params=["inline", "local"])
def shards(request: pytest.FixtureRequest, tmp_path: Path) -> list[Shard]:
    """Fresh shards of each backend."""
    made: dict[str, list[Shard]] = {
        "inline": [InlineShard()],
        "local": [LocalShard("shard-0", tables=tmp_path / "tables")],
    }
    return made[request.param]


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
