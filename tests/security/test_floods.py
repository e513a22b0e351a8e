"""Nobody can take more than a share: sizes, rates and numbers of messages, sockets and bodies."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from websockets.asyncio.client import connect

from app import connection, patience
from app.backends import InlineShard
from tests.app.page import Page
from tests.app.serving import Served, serving

Spec = dict[str, Any]
LARGEST = 65_536


@pytest.mark.parametrize("filler", [" ", "é", "𝄞"])
async def test_a_message_of_64_kilobytes_is_read_and_one_byte_more_ends_the_connection(
    inline: Served, filler: str
) -> None:
    """Bytes count, however few letters they are."""

    def text(size: int) -> str:
        fill, rest = divmod(size - len('{"op": ""}'), len(filler.encode()))
        return json.dumps({"op": filler * fill + " " * rest}, ensure_ascii=False)

    async with Page(inline.ws) as page:
        await page.hello()
        await page.send_text(text(LARGEST))
        assert (await page.wait("error"))["path"] == "op"
        await page.send_text(text(LARGEST + 1))
        assert await page.wait_closed() == 1009


async def test_messages_are_never_compressed_so_that_none_can_swell(inline: Served) -> None:
    """A megabyte of zeros would be a thousand bytes on the wire."""
    async with connect(inline.ws, compression="deflate") as socket:
        assert socket.response is not None
        assert "sec-websocket-extensions" not in socket.response.headers


async def test_a_slider_may_be_dragged_as_fast_as_a_hand_can(inline: Served, spiral: Spec) -> None:
    async with Page(inline.ws) as page:
        await page.hello()
        await page.configure(spiral)
        place = page.mark()
        for number in range(300):
            await page.send(op="patch", path="optimizer.learning_rate", value=0.001 * (number + 1))
        await page.wait(
            "configured", lambda event: event["spec"]["optimizer"]["learning_rate"] == 0.3, after=place
        )
        assert not [event for event in page.texts() if event["op"] == "error"]


@pytest.mark.parametrize(
    "message",
    ['{"op": "pause"}', '{"op": "hello"}', '{"op": "frobnicate"}', "[", b"\x00"],
    ids=["orders", "hellos", "no orders", "no JSON", "bytes"],
)
async def test_a_flood_is_slowed_then_refused_then_ended(inline: Served, message: str | bytes) -> None:
    async with Page(inline.ws) as page:
        await page.hello()
        for _ in range(1000):
            await page.send_text(message)
        assert await page.wait_closed() == 1008
        refused = [event for event in page.texts() if event["op"] == "error"]
        assert 50 <= len(refused) < 900
        if message == '{"op": "pause"}':
            assert {event["code"] for event in refused} <= {"rate", "command"}
            assert "rate" in {event["code"] for event in refused}


async def test_orders_come_no_faster_than_is_allowed(tmp_path: Path) -> None:
    limits = {"commands_per_second": 20, "command_burst": 5}
    async with serving([InlineShard()], tmp_path, **limits) as served, Page(served.ws) as page:
        await page.hello()
        began = monotonic()
        for number in range(15):
            await page.send(op="watch" if number % 2 else "unwatch", probe="surface")
        await page.send(op="pause")
        last = await page.wait("error", lambda event: event["message"].startswith("There is no experiment"))
        # Five at once, hello among them, and the other 12 at 20 a second.
        assert monotonic() - began > 0.5
        assert last["seq"] > 0
        assert not [event for event in page.texts() if event.get("code") == "rate"]


async def test_a_flood_of_one_page_slows_no_other(inline: Served, spiral: Spec) -> None:
    async with Page(inline.ws) as loud, Page(inline.ws) as quiet:
        await loud.hello()
        await quiet.hello()
        await quiet.configure(spiral)
        for _ in range(400):
            await loud.send(op="pause")
        assert (await quiet.ask("status", op="step"))["epoch"] == 1
        assert await loud.wait_closed() == 1008
        assert (await quiet.ask("status", op="step"))["epoch"] == 2


async def test_a_flood_of_a_sliders_values_is_ended_too(inline: Served, spiral: Spec) -> None:
    """The last one counts, but each has to be read."""
    async with Page(inline.ws) as page:
        await page.hello()
        await page.configure(spiral)
        for number in range(3000):
            await page.send(op="patch", path="optimizer.learning_rate", value=0.001 + number / 10_000)
        assert await page.wait_closed() == 1008


async def test_many_pages_of_one_browser_are_together_no_faster_than_a_few(tmp_path: Path) -> None:
    limits = {"commands_per_second": 10, "command_burst": 5}
    own = {"Cookie": "playground_user=" + "a" * 32}
    async with serving([InlineShard()], tmp_path, **limits) as served, AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(Page(served.ws, additional_headers=own)) for _ in range(10)]
        began = monotonic()
        for page in pages:
            await page.hello()
            for _ in range(5):
                await page.send(op="pause")
        for page in pages:
            await page.wait("error", lambda _event, page=page: len(page.texts()) >= 7)  # type: ignore[misc]
        # Twenty of the sixty at once, the other forty at 40 a second; alone each would take a tenth of a second.
        assert monotonic() - began > 0.9
        neighbor = await stack.enter_async_context(Page(served.ws))
        assert await neighbor.hello()


async def test_a_flood_of_acknowledgments_is_ended_too(inline: Served) -> None:
    async with Page(inline.ws) as page:
        await page.hello()
        for seq in range(3000):
            await page.send(op="ack", seq=seq)
        assert await page.wait_closed() == 1008


async def test_who_says_nothing_loses_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spiral: Spec
) -> None:
    monkeypatch.setattr(connection, "HELLO_SECONDS", 0.3)
    async with (
        serving([InlineShard()], tmp_path) as served,
        Page(served.ws) as silent,
        Page(served.ws) as greeted,
    ):
        await greeted.hello()
        assert await silent.wait_closed() == 4408
        await greeted.configure(spiral)
        assert (await greeted.ask("status", op="step"))["epoch"] == 1
        assert greeted.closed is None


FRIENDLY = {
    "connections_per_user": "This browser has too many pages open here.",
    "connections_per_address": "Too many pages are open here from this network.",
    "connections": "The playground is full.",
}


@pytest.mark.parametrize("limit", FRIENDLY)
async def test_only_so_many_pages_may_be_open(tmp_path: Path, limit: str) -> None:
    own, other = ({"Cookie": "playground_user=" + letter * 32} for letter in "ab")
    async with serving([InlineShard()], tmp_path, **{limit: 2}) as served:
        async with (
            Page(served.ws, additional_headers=own) as first,
            Page(served.ws, additional_headers=own) as second,
        ):
            await first.hello()
            await second.hello()
            for cookie in (own, other):
                async with Page(served.ws, additional_headers=cookie) as third:
                    if cookie is other and limit == "connections_per_user":
                        assert await third.hello()
                        continue
                    assert (await third.wait("error"))["message"] == FRIENDLY[limit]
                    assert await third.wait_closed() == 1013
        async with Page(served.ws, additional_headers=own) as later:
            assert await later.hello()


async def test_a_browser_that_opens_ever_more_pages_is_refused_and_nobody_else(tmp_path: Path) -> None:
    greedy = {"Cookie": "playground_user=" + "a" * 32}
    async with serving([InlineShard()], tmp_path) as served:
        pages = [Page(served.ws, additional_headers=greedy) for _ in range(60)]
        for page in pages:
            await page.__aenter__()
        assert [await page.wait_closed() for page in pages[40:]] == [1013] * 20
        async with Page(served.ws) as other:
            assert await other.hello()
        for page in pages:
            await page.leave()


@pytest.mark.parametrize("trusted", [(), ("127.0.0.1",), ("10.0.0.0/8",)])
async def test_only_a_proxy_that_is_trusted_may_say_where_a_page_comes_from(
    tmp_path: Path, trusted: tuple[str, ...]
) -> None:
    """Otherwise everybody could be somebody new with each page."""
    room = {"connections_per_address": 1, "trusted_proxies": trusted}
    async with serving([InlineShard()], tmp_path, **room) as served:
        claims = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in (1, 2)]
        async with Page(served.ws, additional_headers=claims[0]) as first:
            await first.hello()
            async with Page(served.ws, additional_headers=claims[1]) as second:
                if trusted == ("127.0.0.1",):
                    assert await second.hello()
                else:
                    assert await second.wait_closed() == 1013


@pytest.mark.parametrize("path", ["/", "/api/catalog", "/healthz"])
async def test_a_body_that_nobody_asked_for_is_not_read(inline: Served, path: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", inline.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {10**12}\r\n\r\n".encode() + b"x" * 9000)
    async with asyncio.timeout(90):
        status = await reader.readline()
    assert status.split()[1] in {b"200", b"503"}
    writer.close()


SLOW = {
    "nothing": b"",
    "half a head": b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: ",
    "the rest of a body": b"GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n",
    "another head after an answer": b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nX: ",
}


@pytest.mark.parametrize("name", SLOW)
async def test_a_connection_that_comes_to_no_end_is_ended(
    inline: Served, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Letter by letter it would otherwise hold its place for ever."""
    monkeypatch.setattr(patience, "REQUEST_SECONDS", 0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", inline.port)
    writer.write(SLOW[name])
    async with asyncio.timeout(90):
        while not reader.at_eof():
            if name != "nothing":
                writer.write(b"x")
            try:
                async with asyncio.timeout(0.05):
                    await reader.read(10_000)
            except TimeoutError:
                continue
            except ConnectionError:
                break
    writer.close()


async def test_a_page_that_is_connected_may_be_silent_for_as_long_as_it_likes(
    inline: Served, monkeypatch: pytest.MonkeyPatch, spiral: Spec
) -> None:
    monkeypatch.setattr(patience, "REQUEST_SECONDS", 0.1)
    async with Page(inline.ws) as page:
        await page.hello()
        await asyncio.sleep(0.4)
        await page.configure(spiral)
        assert page.closed is None
