"""The quick way of a line: what comes is handed over in order, what goes is sent unless the page reads too slowly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connection import Connection
from app.line import EXTENSION, Line
from app.wire.commands import Ack, read_ack, read_command
from engine.errors import CommandError
from tests.app.page import Page
from tests.app.serving import Served


@given(st.integers(0, 2**53 - 1))
def test_the_quick_way_reads_what_the_page_writes(seq: int) -> None:
    text = f'{{"op":"ack","seq":{seq}}}'
    command = read_command(text)
    assert isinstance(command, Ack)
    assert read_ack(text.encode()) in {None, command.seq}
    assert read_ack(text.encode()) is not None or seq >= 10**15


@given(
    st.text(alphabet='{}"opack:,seq019-+.e \n', max_size=24)
    | st.integers().map(lambda n: f'{{"op":"ack","seq":{n}}}')
)
def test_the_quick_way_takes_nothing_that_the_other_would_refuse(text: str) -> None:
    seq = read_ack(text.encode())
    if seq is None:
        return
    try:
        command = read_command(text)
    except CommandError:
        pytest.fail(f"{text!r} is refused, but was taken as {seq}")
    assert command == Ack(seq=seq)


async def test_every_page_has_a_line(inline: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = []
    take = Connection._take

    def noting(self: Connection, text: str | None) -> None:
        lines.append(self._websocket.scope["extensions"].get(EXTENSION))
        take(self, text)

    monkeypatch.setattr(Connection, "_take", noting)
    async with Page(inline.ws) as page:
        await page.hello()
        await page.send(op="pause")
        await page.wait("error")
    assert lines
    assert all(isinstance(line, Line) for line in lines)
    assert lines[-1].listener is None


async def test_messages_come_in_order_whichever_way_they_take(inline: Served) -> None:
    async with Page(inline.ws) as page:
        await page.hello()
        place = page.mark()
        for message in ('{"op":"one"}', b"bytes", '{"op":"two"}', b"bytes", '{"op":"three"}'):
            await page.send_text(message)
        await page.wait("error", lambda event: "three" in event["message"])
        said = [event["message"] for event in page.messages[place:] if event["op"] == "error"]
        words = [
            next(word for word in ("one", "bytes", "two", "three") if word in text)
            for text in [text.partition("got ")[2] for text in said]
        ]
        assert words == ["one", "bytes", "two", "bytes", "three"]


async def test_a_mistake_of_the_server_ends_the_connection_and_no_more(
    inline: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Page(inline.ws) as page, Page(inline.ws) as other:
        await page.hello()
        await other.hello()

        def broken(*_given: object) -> None:
            raise ZeroDivisionError

        with monkeypatch.context() as patched:
            patched.setattr(Connection, "_acknowledge", broken)
            await page.send_text('{"op":"ack","seq":1}')
            assert await page.wait_closed() == 1011
        assert (await other.ask("error", op="pause"))["code"] == "command"
