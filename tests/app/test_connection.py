"""One page's connection: who may open it, what it must not do, and how it is picked up again."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
from pathlib import Path
from typing import Any

import pytest

from app.backends import InlineShard
from tests.app.page import Page
from tests.app.serving import Served, serving

Spec = dict[str, Any]


async def test_a_run_that_is_gone_becomes_a_new_one(inline: Served) -> None:
    async with Page(inline.ws) as page:
        welcome = await page.hello(run="0" * 32, token="0" * 32, last_seq=5)
        assert not welcome["resumed"]
        assert welcome["run"] != "0" * 32


async def test_a_second_tab_takes_the_run_over(inline: Served, spiral: Spec) -> None:
    async with Page(inline.ws) as first, Page(inline.ws) as second:
        welcome = await first.hello()
        await first.configure(spiral)
        again = await second.hello(run=welcome["run"], token=welcome["token"])
        assert again["resumed"]
        assert await first.wait_closed() == 4409
        assert (await second.wait("configured"))["spec"]["name"] == spiral["name"]
        assert (await second.ask("status", op="step"))["epoch"] == 1


async def test_events_missed_come_again_and_no_others(inline: Served, spiral: Spec) -> None:
    async with Page(inline.ws) as page:
        welcome = await page.hello()
        await page.configure(spiral)
        await page.send(op="play", epochs_per_second=50)
        seen = (await page.until("playing"))["seq"]
        before = page.mark()
        await page.ask("configured", op="patch", path="optimizer.learning_rate", value=0.02)
        await page.ask("status", op="pause")
        missed = [message for message in page.messages[before:] if message["op"] != "frame"]
    async with Page(inline.ws) as page:
        again = await page.hello(run=welcome["run"], token=welcome["token"], last_seq=seen)
        assert again["resumed"]
        await page.wait("frame")
        replayed = [message for message in page.texts()[1:] if message["seq"] <= missed[-1]["seq"]]
        assert replayed == [message for message in missed if message["seq"] > seen]


async def test_a_page_that_lost_everything_is_told_everything(inline: Served, spiral: Spec) -> None:
    async with Page(inline.ws) as page:
        welcome = await page.hello()
        await page.watch("history")
        await page.configure(spiral)
        await page.ask("status", op="step", epochs=30)
        await page.wait("frame", lambda message: message["epoch"] == 30)
    async with Page(inline.ws) as page:
        await page.hello(run=welcome["run"], token=welcome["token"])
        assert (await page.wait("configured"))["spec"]["name"] == spiral["name"]
        assert (await page.wait("status"))["epoch"] == 30
        frame = await page.wait("frame")
        assert frame["probes"]["history"]["from"] == 0
        assert list(frame["probes"]["history"]["epoch"]) == list(range(31))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", None),
        ("{", None),
        ("[]", None),
        ("null", None),
        ('{"op": "frobnicate"}', "op"),
        ('{"no": "op"}', "op"),
        ('{"op": "hello"}', "op"),
        ('{"op": "play"}', "epochs_per_second"),
        ('{"op": "play", "epochs_per_second": 0}', "epochs_per_second"),
        ('{"op": "play", "epochs_per_second": NaN}', None),
        ('{"op": "play", "epochs_per_second": "slow"}', "epochs_per_second"),
        ('{"op": "step", "steps": true}', "steps"),
        ('{"op": "pause", "now": 1}', "now"),
        ('{"op": "unwatch", "probe": "surface"}', "probe"),
        ("[" * 60_000, None),
    ],
)
async def test_nonsense_is_answered_with_a_sentence(inline: Served, text: str, path: str | None) -> None:
    async with Page(inline.ws) as page:
        await page.hello()
        place = page.mark()
        await page.send_text(text)
        error = await page.wait("error", after=place)
        assert error["code"] == "command"
        assert error["path"] == path
        assert error["message"].endswith(".")
        assert (await page.ask("error", op="play", epochs_per_second=1))["message"]


async def test_bytes_are_answered_with_a_sentence(inline: Served) -> None:
    async with Page(inline.ws) as page:
        await page.hello()
        await page.send_text(b"\x00")
        assert (await page.wait("error"))["code"] == "command"


async def test_before_hello_there_is_no_run(inline: Served) -> None:
    async with Page(inline.ws) as page:
        await page.send(op="pause")
        assert (await page.wait("error"))["path"] == "op"
        assert await page.hello()


async def test_acknowledgments_are_no_commands(inline: Served, spiral: Spec) -> None:
    async with Page(inline.ws) as page:
        await page.hello()
        await page.configure(spiral)
        for seq in range(400):
            await page.send(op="ack", seq=seq)
        assert (await page.ask("status", op="step"))["epoch"] == 1


async def test_a_page_that_does_not_acknowledge_gets_two_frames(inline: Served, spiral: Spec) -> None:
    async with Page(inline.ws, acknowledge=False) as page:
        await page.hello()
        await page.configure(spiral)
        await page.send(op="play", epochs_per_second=1000)
        await page.until("finished")
        assert len(page.frames()) == 2
        await page.send(op="ack", seq=page.frames()[-1]["seq"])
        last = await page.wait("frame", lambda frame: frame["epoch"] == 1000)
        assert last["metrics"]["train_loss"] is not None


async def test_a_page_that_never_reads_is_let_go(tmp_path: Path, spiral: Spec) -> None:
    swift = {"send_seconds": 0.5, "commands_per_second": 10_000, "command_burst": 10_000}
    async with serving([InlineShard()], tmp_path, send_buffer=20_000, **swift) as served:
        raw = socket.create_connection(("127.0.0.1", served.port))
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader, writer = await asyncio.open_connection(sock=raw)
        writer.write(
            f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(_frame({"op": "hello"}) + _frame({"op": "configure", "spec": spiral}))
        async with asyncio.timeout(60):
            await connections(served, 1)
            for number in itertools.count():
                writer.write(_frame({"op": "patch", "path": "training.epochs", "value": number + 1}))
                await asyncio.sleep(0.01)
                if number > 9 and served.app.state.metrics.connections._value.get() == 0:
                    break
        writer.transport.abort()
        await asyncio.sleep(0)


async def connections(served: Served, number: int) -> None:
    """Wait until so many pages are connected."""
    while served.app.state.metrics.connections._value.get() != number:  # noqa: ASYNC110 - a gauge tells nobody
        await asyncio.sleep(0.01)


def _frame(message: dict[str, Any]) -> bytes:
    """A WebSocket text frame from a client, masked with zeros."""
    payload = json.dumps(message).encode()
    length = len(payload)
    header = bytes([0x81, 0x80 | 126]) + length.to_bytes(2, "big")
    return header + bytes(4) + payload


async def test_an_order_is_carried_out_even_when_its_page_goes_away(inline: Served, spiral: Spec) -> None:
    async with Page(inline.ws) as page:
        welcome = await page.hello()
        await page.configure(spiral)
        changed = {**spiral, "name": "changed", "network": {"layers": [{"kind": "dense", "units": 3}]}}
        await page.send(op="configure", spec=changed)
    async with Page(inline.ws) as page:
        await page.hello(run=welcome["run"], token=welcome["token"])
        configured = await page.wait("configured")
        if configured["spec"]["name"] == "changed":
            assert configured["summary"]["nodes"][1]["units"] == 3
        else:
            assert configured["summary"]["nodes"][1]["units"] == 8
        assert (await page.ask("status", op="step"))["epoch"] == 1
