"""Nobody speaks in another person's name: origins, cookies, and whose run it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.datastructures import Headers

from app.backends import InlineShard
from app.origins import Origins
from app.server import create_app
from app.settings import Settings, SettingsError, load_settings
from tests.app.page import Page
from tests.app.serving import Served, serving

Spec = dict[str, Any]
CSV = {"Content-Type": "text/csv"}


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://127.0.0.1:{port}", True),
        ("http://127.0.0.1", False),
        ("http://127.0.0.1:1", False),
        ("http://localhost:{port}", False),
        ("https://127.0.0.1:1{port}", False),
        ("http://evil.example:{port}", False),
        ("http://127.0.0.1.evil.example:{port}", False),
        ("http://127.0.0.1:{port}@evil.example", False),
        ("null", False),
        ("", False),
        ("http://127.0.0.1:{port}x", False),
    ],
)
async def test_only_the_servers_own_page_may_connect(inline: Served, origin: str, allowed: bool) -> None:
    headers = {"Origin": origin.format(port=inline.port)}
    async with Page(inline.ws, additional_headers=headers) as page:
        if allowed:
            assert await page.hello()
        else:
            assert await page.wait_closed() == 4403
            assert page.messages == []


async def test_a_page_behind_a_proxy_may_connect(tmp_path: Path) -> None:
    async with (
        serving([InlineShard()], tmp_path, public_url="https://class.example/") as served,
        Page(served.ws, additional_headers={"Origin": "https://class.example"}) as page,
    ):
        assert await page.hello()


@pytest.mark.parametrize(
    ("origin", "host", "public_url", "allowed"),
    [
        (None, "a.example", None, True),
        ("http://a.example", "a.example", None, True),
        ("http://A.Example", "a.example:80", None, True),
        ("https://a.example", "a.example:443", None, True),
        ("https://a.example", "a.example:80", None, False),
        ("http://b.example", "a.example", None, False),
        ("http://a.example.b.example", "a.example", None, False),
        ("http://user@a.example", "a.example", None, False),
        ("http://[::1]:8000", "[::1]:8000", None, True),
        ("http://a.example:99999", "a.example:99999", None, False),
        ("ws://a.example", "a.example", None, False),
        ("null", "a.example", None, False),
        ("file://", "", None, False),
        ("", "", None, False),
        ("https://public.example", "inner:8000", "https://public.example/play", True),
        ("https://public.example:443", "inner:8000", "https://Public.example", True),
        ("http://public.example", "inner:8000", "https://public.example", False),
        ("https://public.example:8443", "inner:8000", "https://public.example", False),
        # A name that somebody points at this machine is not ours where we know our own.
        ("http://rebound.example:8000", "rebound.example:8000", "https://public.example", False),
        ("http://192.168.1.5:8000", "192.168.1.5:8000", "https://public.example", True),
        ("http://localhost:8000", "localhost:8000", "https://public.example", True),
    ],
)
def test_origins(origin: str | None, host: str, public_url: str | None, allowed: bool) -> None:
    headers = Headers({"host": host, **({} if origin is None else {"origin": origin})})
    assert Origins(public_url).allow(headers) is allowed


def test_two_origins_are_none() -> None:
    pair = [(b"host", b"a.example"), (b"origin", b"http://a.example"), (b"origin", b"http://a.example")]
    assert not Origins(None).allow(Headers(raw=pair))


def test_a_browser_that_names_another_site_and_no_origin_is_refused() -> None:
    assert not Origins(None).allow(Headers({"host": "a.example", "sec-fetch-site": "cross-site"}))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "http://elsewhere.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
async def test_only_our_own_page_may_change_anything(
    client: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    answer = await client.post(
        "/api/tables", content=b"a,b\n1,2\n2,3\n3,5\n4,1\n", headers={**CSV, **headers}
    )
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["message"] == "This page may not use this server."
        assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "QUERY"])
@pytest.mark.parametrize("path", ["/", "/api/catalog", "/nothing", "/static/dist/x.js"])
async def test_every_unsafe_method_everywhere_is_looked_at(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    answer = await client.request(method, path, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize("token", [None, "", "guessed", "x" * 128])
async def test_nobody_else_gets_a_run(inline: Served, spiral: Spec, token: str | None) -> None:
    async with Page(inline.ws) as owner, Page(inline.ws) as thief:
        welcome = await owner.hello()
        await owner.configure(spiral)
        await thief.send(op="hello", run=welcome["run"], **({} if token is None else {"token": token}))
        if token == "":
            assert (await thief.wait("error"))["path"] == "token"
        else:
            assert await thief.wait_closed() == 4401
            assert thief.messages == []
        assert (await owner.ask("status", op="step"))["epoch"] == 1


async def test_the_token_of_one_run_opens_no_other(inline: Served, spiral: Spec) -> None:
    async with Page(inline.ws) as owner, Page(inline.ws) as thief, Page(inline.ws) as again:
        welcome = await owner.hello()
        await owner.configure(spiral)
        own = await thief.hello()
        await again.send(op="hello", run=welcome["run"], token=own["token"])
        assert await again.wait_closed() == 4401
        assert again.messages == []


async def test_a_run_on_the_disk_is_its_owners_too(tmp_path: Path, spiral: Spec) -> None:
    async with serving([InlineShard()], tmp_path) as first, Page(first.ws) as page:
        welcome = await page.hello()
        await page.configure(spiral)
        await page.ask("status", op="step")
    kept = b"".join(path.read_bytes() for path in (tmp_path / "runs").rglob("*") if path.is_file())
    assert welcome["token"].encode() not in kept
    async with serving([InlineShard()], tmp_path) as second:
        async with Page(second.ws) as thief:
            await thief.send(op="hello", run=welcome["run"], token="x" * 32)
            assert await thief.wait_closed() == 4401
            assert thief.messages == []
        async with Page(second.ws) as owner:
            assert (await owner.hello(run=welcome["run"], token=welcome["token"]))["resumed"]


async def cookies(tmp_path: Path, public_url: str | None) -> tuple[list[str], list[str]]:
    """What is set for a browser that has no cookie, and for one that has."""
    app = create_app(Settings(data_dir=tmp_path, public_url=public_url), [InlineShard()])
    address = "http://testserver" if public_url is None else "https://testserver"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=address) as client:
        first, second = await client.get("/"), await client.get("/")
    return first.headers.get_list("set-cookie"), second.headers.get_list("set-cookie")


async def test_a_browser_gets_one_cookie(tmp_path: Path) -> None:
    (first,), second = await cookies(tmp_path, None)
    assert re.fullmatch(r"playground_user=[0-9a-f]{32}; Path=/; Max-Age=\d+; HttpOnly; SameSite=Lax", first)
    assert second == []


async def test_behind_https_the_cookie_is_of_this_host_alone(tmp_path: Path) -> None:
    (first,), second = await cookies(tmp_path, "https://class.example")
    assert re.fullmatch(
        r"__Host-playground_user=[0-9a-f]{32}; Path=/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure", first
    )
    assert second == []


@pytest.mark.parametrize("cookie", ["playground_user=" + "a" * 32, "__Host-playground_user=" + "a" * 31])
async def test_a_cookie_that_anybody_could_have_set_is_none(tmp_path: Path, cookie: str) -> None:
    app = create_app(Settings(data_dir=tmp_path, public_url="https://class.example"), [InlineShard()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://testserver") as client:
        assert "set-cookie" in (await client.get("/", headers={"Cookie": cookie})).headers


async def test_what_is_no_page_sets_no_cookie(client: httpx.AsyncClient) -> None:
    for path in ("/healthz", "/api/catalog", "/nothing"):
        assert "set-cookie" not in (await client.get(path)).headers


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("public_url", "class.example"),
        ("public_url", "ftp://class.example"),
        ("framed_by", "https://lms.example *"),
        ("trusted_proxies", "*"),
        ("trusted_proxies", "proxy.example"),
    ],
)
def test_a_setting_that_would_open_a_door_is_refused_in_a_sentence(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} must be addresses? .*|^{name} must be an address"):
        load_settings(**{name: value})
