"""A server in a thread of its own, and a page that talks to it and checks everything it is told."""

from __future__ import annotations

import asyncio
import json
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from app.backends import InlineShard
from app.wire.events import CloseCode
from engine.network import describe
from engine.spec import LIMITS, read_spec
from tests.app.page import decode
from tests.app.serving import Served, serving

PATIENCE = 90.0
CODES = {"spec", "limit", "shape", "command", "rate", "unavailable"}
Event = dict[str, Any]


@contextmanager
def server() -> Iterator[Served]:
    """One server for many conversations; they are over when it stops."""
    found: list[Served] = []
    started, over = threading.Event(), threading.Event()

    async def serve(folder: Path) -> None:
        swift = {"commands_per_second": 10_000, "command_burst": 10_000}
        async with serving([InlineShard()], folder, **swift) as served:
            found.append(served)
            started.set()
            await asyncio.to_thread(over.wait)

    with tempfile.TemporaryDirectory() as folder:
        thread = threading.Thread(target=lambda: asyncio.run(serve(Path(folder))), daemon=True)
        thread.start()
        assert started.wait(PATIENCE)
        try:
            yield found[0]
        finally:
            over.set()
            thread.join(PATIENCE)


class Talker:
    """A page that says anything, and holds the server to what the wire promises.

    Numbers rise strictly; every message has a known form; refusals are sentences and never a mistake of the
    server's; the experiment that is told is one, and within its limits.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._barrier = 0
        self._newest = 0
        self._line = ExitStack()
        self.socket: ClientConnection | None = None
        self.run: str | None = None
        self.token: str | None = None
        self.state = "empty"
        self.epoch = self.step = 0
        self.connect()

    def connect(self, **hello: Any) -> Event:
        """Open a connection and say hello."""
        line = connect(self._address, compression=None, max_size=None, open_timeout=PATIENCE)
        self.socket = self._line.enter_context(line)
        self._paints = True
        self.say(json.dumps({"op": "hello", **hello}))
        welcome = self.hear()
        assert welcome["op"] == "welcome", welcome
        self.run, self.token = welcome["run"], welcome["token"]
        return welcome

    def again(self, *, last_seq: int | None) -> None:
        """Lose the connection, and go on with the run on another."""
        self.leave()
        known = {} if last_seq is None else {"last_seq": last_seq}
        before, self._newest = self.run, self._newest if last_seq is None else last_seq
        welcome = self.connect(run=self.run, token=self.token, **known)
        assert (welcome["run"], welcome["resumed"]) == (before, True)
        self.heard()

    def taken_over(self) -> int:
        """Open the run in another tab and go on there; the code with which this one ends."""
        line, socket, newest = self._line, self.socket, self._newest
        self._line = ExitStack()
        self.connect(run=self.run, token=self.token)
        self.heard()
        assert socket is not None
        with line, suppress(ConnectionClosed):
            while True:
                socket.recv(timeout=PATIENCE)
        assert self._newest > newest
        return int(socket.close_code or 0)

    def stranger(self, **hello: Any) -> str | int:
        """What somebody else is told who says hello: the kind of the first message, or the code of the end."""
        with connect(self._address, compression=None, open_timeout=PATIENCE) as socket:
            socket.send(json.dumps({"op": "hello", **hello}))
            try:
                return str(json.loads(socket.recv(timeout=PATIENCE))["op"])
            except ConnectionClosed:
                return int(socket.close_code or 0)

    def leave(self) -> None:
        """Close the connection."""
        self._line.close()

    def say(self, message: str | bytes) -> None:
        assert self.socket is not None
        self.socket.send(message)

    def announce(self, size: int) -> None:
        """Begin a message of so many bytes; none of them follows, so that nothing is on its way when the line ends.

        No picture that still comes is acknowledged, either: what the server does not read any more would take the
        reason of the end with it.
        """
        assert self.socket is not None
        self._paints = False
        text, masked, mask = 0x81, 0xFF, bytes(4)
        self.socket.socket.sendall(bytes((text, masked)) + size.to_bytes(8, "big") + mask)

    def ask(self, **message: Any) -> list[Event]:
        """Send an order; what came until it was dealt with."""
        self.say(json.dumps(message))
        return self.heard()

    def heard(self) -> list[Event]:
        """What comes until the server has dealt with all that was said before."""
        self._barrier += 1
        name = f"barrier {self._barrier}"
        self.say(json.dumps({"op": "unwatch", "probe": name}))
        events = []
        while True:
            event = self.hear()
            if event["op"] == "error" and f'"{name}"' in event["message"]:
                return events
            events.append(event)

    def until_closed(self) -> int:
        """The code with which the server ends the connection."""
        assert self.socket is not None
        with suppress(ConnectionClosed):
            while True:
                self.hear()
        assert self.socket.close_code in set(CloseCode), (self.socket.close_code, self.socket.close_reason)
        return int(self.socket.close_code or 0)

    def hear(self) -> Event:
        """The next message, checked."""
        assert self.socket is not None
        data = self.socket.recv(timeout=PATIENCE)
        event: Event = decode(data) if isinstance(data, bytes) else json.loads(data)
        if event["op"] == "welcome":
            return event
        assert event["seq"] > self._newest, (self._newest, event)
        self._newest = event["seq"]
        getattr(self, f"_check_{event['op']}")(event)
        return event

    @property
    def newest(self) -> int:
        """The number of the last message."""
        return self._newest

    def _check_error(self, event: Event) -> None:
        assert event["code"] in CODES, event
        for text in filter(None, (event["message"], event["hint"])):
            assert "\n" not in text, event
            assert len(text) <= 600, event
            assert text.endswith((".", "?")), event

    def _check_status(self, event: Event) -> None:
        if event["cause"] == "restored" or event["state"] in {"empty", "ready"}:
            assert event["state"] == "empty" or event["step"] == 0 or event["cause"] == "restored", event
        elif self.state == event["state"]:
            assert event["epoch"] >= self.epoch, (self.epoch, event)
        self.state, self.epoch, self.step = event["state"], event["epoch"], event["step"]
        if event["state"] in {"finished", "diverged"}:
            assert event["reason"], event

    def _check_configured(self, event: Event) -> None:
        spec = read_spec(event["spec"])
        assert spec.document() == event["spec"]
        assert describe(spec).network.parameter_count <= LIMITS["parameters"]
        assert event["summary"]["parameters"] <= LIMITS["parameters"]
        if event["restarted"]:
            self.epoch = self.step = 0

    def _check_frame(self, event: Event) -> None:
        assert {"run", "epoch", "step", "metrics", "probes"} <= set(event)
        assert event["run"] == self.run
        if self._paints:
            self.say(json.dumps({"op": "ack", "seq": event["seq"]}))
