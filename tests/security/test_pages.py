"""What a page may load and who may show it: the same strict policy on every answer, whatever happened."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.backends import InlineShard
from app.pages import BUILT
from app.server import create_app
from app.settings import Settings

ROOT = Path(__file__).parents[2]
OWN = {"'none'", "'self'"}
HARMLESS = {"img-src": {"data:", "blob:"}}
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex",
}
EVERY_DIRECTIVE = {"default-src", "script-src", "style-src", "img-src", "connect-src", "font-src", "base-uri",
                   "form-action", "frame-ancestors"}  # fmt: skip


@pytest.fixture
async def faulty(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The application with one address behind which there is a mistake."""
    app = create_app(Settings(data_dir=tmp_path), [InlineShard()])

    @app.get("/mistake")
    async def fail() -> None:
        raise RuntimeError("secret of the server")

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


def directives(answer: httpx.Response) -> dict[str, set[str]]:
    policy = answer.headers["content-security-policy"]
    return {name: set(values) for name, *values in (part.split() for part in policy.split(";"))}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", {200, 503}),
        ("GET", "/api/schema", {200}),
        ("GET", "/healthz", {200}),
        ("GET", "/readyz", {503}),
        ("GET", "/nothing", {404}),
        ("GET", "/static/dist/../../pyproject.toml", {404}),
        ("PUT", "/api/catalog", {405}),
        ("POST", "/api/tables", {415}),
        ("GET", "/mistake", {500}),
    ],
)
async def test_every_answer_carries_the_headers(
    faulty: httpx.AsyncClient, method: str, path: str, status: set[int]
) -> None:
    answer = await faulty.request(method, path)
    assert answer.status_code in status
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    found = directives(answer)
    assert set(found) == EVERY_DIRECTIVE
    for name, values in found.items():
        assert values <= OWN | HARMLESS.get(name, set()), name
    assert found["default-src"] == found["frame-ancestors"] == {"'none'"}


async def test_a_mistake_of_the_server_tells_nothing_of_it(faulty: httpx.AsyncClient) -> None:
    answer = await faulty.get("/mistake")
    assert answer.json() == {
        "code": "internal",
        "message": "The server made a mistake with this.",
        "hint": "Load the page again.",
    }


async def test_a_learning_platform_may_show_the_page_where_it_is_named(tmp_path: Path) -> None:
    chosen = Settings(data_dir=tmp_path, framed_by="https://lms.example/, https://b.example:8443")  # type: ignore[arg-type]
    app = create_app(chosen, [InlineShard()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        found = directives(await client.get("/"))
    assert found["frame-ancestors"] == {"https://lms.example", "https://b.example:8443"}


def test_the_shell_has_nothing_written_into_it_that_the_policy_forbids() -> None:
    text = (ROOT / "templates" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)|\bon\w+=|\bstyle=|<style|javascript:|\|\s*safe", text) == []


def test_the_page_makes_no_code_and_no_markup_out_of_text() -> None:
    found = []
    for path in sorted((ROOT / "static" / "src").rglob("*.ts*")):
        if ".test." in path.name:
            continue
        text = path.read_text(encoding="utf-8")
        made = re.findall(
            r"\beval\(|new Function\(|insertAdjacentHTML|document\.write|outerHTML\s*=",
            text,
        )
        # Our own constant markup may be set at once; a text with a value in it may not.
        # So may a formula that the catalog made; an experiment has none.
        made += re.findall(r"dangerouslySetInnerHTML(?!=\{\{ __html: mathml \}\})", text)
        made += re.findall(r"innerHTML\s*\+?=(?!\s*`[^`$]*`;)", text)
        found += [f"{path.name}: {what}" for what in made]
    assert found == []


@pytest.mark.skipif(not BUILT.exists(), reason="the front end has not been built here")
def test_what_is_built_needs_no_eval_and_names_no_other_server() -> None:
    names = re.compile(r"https?://(?!www\.w3\.org/)[\w.-]+")
    for path in BUILT.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function\(", text), path.name
        assert not re.search(r"import\s*\(\s*[\"']https?:", text), path.name
    for path in BUILT.rglob("*.css"):
        assert not names.search(path.read_text(encoding="utf-8")), path.name
