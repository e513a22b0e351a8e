"""What is asked by plain HTTP: the page, its files, the catalog, the state of the server."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.backends import InlineShard
from app.server import create_app
from app.settings import Settings
from engine.spec import LIMITS
from tests.app.page import Page
from tests.app.serving import Served


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A front end as the build writes it."""
    folder = tmp_path / "dist"
    (folder / ".vite").mkdir(parents=True)
    (folder / "assets").mkdir()
    (folder / "assets" / "main-abc123.js").write_text("export {};")
    manifest = {
        "static/src/main.tsx": {"file": "assets/main-abc123.js", "isEntry": True, "css": ["assets/a-1.css"]}
    }
    (folder / ".vite" / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
async def client(tmp_path: Path, built: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(Settings(data_dir=tmp_path), [InlineShard()], built)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        yield client


async def test_the_page_names_what_was_built(client: httpx.AsyncClient) -> None:
    answer = await client.get("/")
    assert answer.status_code == 200
    assert 'src="/static/dist/assets/main-abc123.js"' in answer.text
    assert 'href="/static/dist/assets/a-1.css"' in answer.text
    assert "<script>" not in answer.text
    assert " style=" not in answer.text


async def test_without_a_build_the_page_says_what_to_do(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path), [InlineShard()], tmp_path / "nothing")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        answer = await client.get("/")
        assert answer.status_code == 503
        assert "make install" in answer.text


@pytest.mark.parametrize("path", ["/static/dist/assets/main-abc123.js", "/api/schema"])
async def test_what_is_large_comes_compressed_to_those_who_can_unpack_it(
    client: httpx.AsyncClient, path: str
) -> None:
    packed = await client.get(path, headers={"Accept-Encoding": "gzip, br"})
    plain = await client.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["content-type"] == plain.headers["content-type"]


async def test_built_files_may_be_kept_for_ever(client: httpx.AsyncClient) -> None:
    answer = await client.get("/static/dist/assets/main-abc123.js")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert (await client.get("/static/dist/.vite/manifest.json")).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/static/dist/../../pyproject.toml",
        "/static/src/main.tsx",
        "/static/dist/%2e%2e/%2e%2e/Makefile",
        "/x",
    ],
)
async def test_nothing_else_is_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_the_catalog_is_sent_once(client: httpx.AsyncClient) -> None:
    first = await client.get("/api/catalog")
    catalog = first.json()
    assert "tanh" in catalog["families"]["activations"]["kinds"]
    again = await client.get("/api/catalog", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_the_schema_describes_a_spec(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/api/schema")).json()
    assert "optimizer" in schema["properties"]


async def test_the_schema_says_how_much_there_may_be(client: httpx.AsyncClient) -> None:
    """The page takes its bounds from here and has none of its own."""
    kinds = (await client.get("/api/schema")).json()["$defs"]
    assert kinds["NetworkSpec"]["properties"]["layers"]["maxItems"] == LIMITS["layers"]
    assert kinds["Dense"]["properties"]["units"]["maximum"] == LIMITS["units"]
    assert kinds["TrainingSpec"]["properties"]["epochs"]["maximum"] == LIMITS["epochs"]
    assert kinds["TrainingSpec"]["properties"]["batch_size"]["anyOf"][0]["maximum"] == LIMITS["samples"]
    assert kinds["Points"]["properties"]["classes"]["maximum"] > 2


async def test_the_state_of_the_server(inline: Served) -> None:
    async with httpx.AsyncClient(base_url=inline.http, timeout=60) as client, Page(inline.ws) as page:
        await page.hello()
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        assert (await client.get("/readyz")).json() == {"status": "ok"}
        assert "playground_connections 1.0" in (await client.get("/metrics")).text


async def test_before_a_shard_works_the_server_is_not_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/readyz")).status_code == 503
