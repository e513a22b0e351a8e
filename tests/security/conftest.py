"""The server that those of ``tests/app`` use too."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.backends import InlineShard
from app.server import create_app
from app.settings import Settings
from tests.app.conftest import example, inline, spiral

__all__ = ["example", "inline", "spiral"]


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """What asks the application without a socket between."""
    app = create_app(Settings(data_dir=tmp_path), [InlineShard()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        yield client
