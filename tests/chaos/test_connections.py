"""Connections are cut: who comes back misses nothing. Who never reads costs little, and is let go."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
import psutil
import pytest

from tests.app.page import Message, Page
from tests.chaos.conftest import EPOCHS
from tests.chaos.curves import seen, undisturbed
from tests.chaos.served import Victim

Spec = dict[str, Any]
STALLED = 20
MOST_HELD = 1_000_000  # bytes for each
HANDSHAKE = (
    "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    with Victim(tmp_path_factory.mktemp("victim"), send_seconds=1, commands_per_second=100) as made:
        yield made


def cut(page: Page) -> None:
    """Reset the connection, as a machine that was switched off does."""
    transport = page.socket.transport
    transport.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
    )
    transport.abort()


async def test_whoever_is_cut_off_again_and_again_misses_nothing(victim: Victim, spiral: Spec) -> None:
    welcome: Message | None = None
    newest: int | None = None
    told: list[Message] = []
    for name in ("first", "second", "third", "fourth"):
        async with Page(victim.ws) as page:
            if welcome is None:
                welcome = await page.hello()
                await page.configure(spiral)
                await page.send(op="play", epochs_per_second=80)
            else:
                again = await page.hello(run=welcome["run"], token=welcome["token"], last_seq=newest)
                assert again["resumed"]
            await page.wait("frame")
            await page.ask("configured", op="patch", path="name", value=name)
            cut(page)
            await page.wait_closed()
            told += [event for event in page.texts() if event["op"] == "configured"]
            newest = page.messages[-1]["seq"]
    assert welcome is not None
    assert [event["spec"]["name"] for event in told[1:]] == ["first", "second", "third", "fourth"]
    assert [event["seq"] for event in told] == sorted({event["seq"] for event in told})
    async with Page(victim.ws) as page:
        await page.hello(run=welcome["run"], token=welcome["token"])
        await page.until("finished")
    np.testing.assert_array_equal(await seen(victim.ws, welcome, EPOCHS), undisturbed(spiral, EPOCHS))


def message(**fields: Any) -> bytes:
    """A text as a browser sends it, masked with zeros."""
    payload = json.dumps(fields).encode()
    size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack(">H", len(payload))
    return b"\x81" + size + bytes(4) + payload


def never_reading(port: int, spec: Spec) -> socket.socket:
    """A page that plays at full speed and reads nothing."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.connect(("127.0.0.1", port))
    made.sendall(HANDSHAKE.format(port=port).encode())
    made.recv(129, socket.MSG_WAITALL)
    made.sendall(message(op="hello") + message(op="configure", spec=spec))
    for probe in ("surface", "neurons", "weights", "gradients"):
        made.sendall(message(op="watch", probe=probe))
    made.sendall(message(op="play", epochs_per_second="max"))
    made.setblocking(False)
    return made


async def test_who_never_reads_costs_little_and_is_let_go(victim: Victim, spiral: Spec) -> None:
    server = psutil.Process(victim.pid)
    endless = {**spiral, "training": {"epochs": 100_000}}
    async with Page(victim.ws) as neighbor:
        await neighbor.hello()
        await neighbor.watch("surface")
        await neighbor.configure(endless)
        await neighbor.send(op="play", epochs_per_second=100)
        await neighbor.wait("frame", lambda frame: frame["epoch"] > 50)
        before, descriptors = server.memory_info().rss, server.num_fds()
        stalled = [never_reading(victim.port, {**endless, "seed": seed}) for seed in range(STALLED)]
        held = 0

        async def connected(number: int) -> None:
            nonlocal held
            async with asyncio.timeout(60):
                while (await asyncio.to_thread(victim.figures))["playground_connections"] != number:
                    held = max(held, server.memory_info().rss - before)
                    for line in stalled:
                        try:
                            line.send(message(op="ack", seq=2**31))  # as if it had painted everything
                        except OSError:
                            continue
                    await asyncio.sleep(0.02)

        await connected(1 + STALLED)
        await connected(1)
        place = neighbor.mark()
        await neighbor.wait("frame", after=place)
        assert held < STALLED * MOST_HELD, held
        assert server.num_fds() < descriptors + STALLED
        for line in stalled:
            line.close()
