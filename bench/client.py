"""One page of the load: a WebSocket that says, watches, plays and acknowledges what the page in a browser would.

Frames are counted and acknowledged, not decoded: the measured machine also has to carry those who measure.
"""

from __future__ import annotations

import base64
import json
import math
import os
import socket
import struct
from array import array
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from app.bench.page import WATCHED

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
_READ_INTO = memoryview(bytearray(1 << 18))
"""Where every line is read to, one after another: room made for each reading would cost more than the reading."""


@dataclass
class Record:
    """What one page got: when each frame came (seconds, NaN where the line was cut), and the epochs behind it."""

    times: array[float] = field(default_factory=lambda: array("d"))
    epochs: array[int] = field(default_factory=lambda: array("q"))
    bytes: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def frames(self) -> int:
        """How many came."""
        return sum(not math.isnan(at) for at in self.times)

    def clear(self) -> None:
        """Begin to count anew."""
        self.times, self.epochs, self.bytes = array("d"), array("q"), 0


class Client:
    """One page, from its handshake on; ``plays`` is whether it presses Play.

    ``receive_buffer`` is what the system holds for it, in bytes, where that is not left to the system. The driver
    calls ``read`` when there is something to read, and ``acknowledge`` when the page would paint.
    """

    def __init__(
        self,
        port: int,
        spec: dict[str, Any],
        *,
        cookie: str,
        plays: bool = True,
        receive_buffer: int | None = None,
    ) -> None:
        self.record = Record()
        self.state = "new"
        self.closed: int | None = None
        self.restored = 0
        self.lost_epochs = 0
        self.restored_at: float | None = None
        self.run: str | None = None
        self._port = port
        self._spec = spec
        self._cookie = cookie
        self._receive_buffer = receive_buffer
        self._plays = plays
        self._token: str | None = None
        self._last_seq = 0
        self._epoch = 0
        self._before = 0
        self._unpainted: list[int] = []
        self._begin()

    def _begin(self) -> None:
        self._buffer = bytearray()
        self._to_send: deque[bytes] = deque()
        self._open = False
        self._unpainted.clear()

    # --- The line ---------------------------------------------------------------------------------------------

    def connect(self) -> socket.socket:
        """Open the line and ask for a WebSocket; what was under way before is forgotten."""
        self._begin()
        self.state = "connecting"
        self.closed = None
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.settimeout(30)
        if self._receive_buffer is not None:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._receive_buffer)
        made.connect(("127.0.0.1", self._port))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        made.sendall(
            (
                f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nUpgrade: websocket\r\n"
                f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                f"Origin: http://127.0.0.1:{self._port}\r\nCookie: {self._cookie}\r\n\r\n"
            ).encode()
        )
        made.setblocking(False)
        self.socket = made
        return made

    def leave(self) -> None:
        """Close the line without a word, as a lost network does."""
        self.socket.close()
        self.state = "away"
        if self.record.times:
            self.record.times.append(math.nan)
            self.record.epochs.append(self.record.epochs[-1])

    def send(self, **message: Any) -> None:
        """Send a command; the key that masks it is zero, which leaves the text as it is."""
        self._send(TEXT, json.dumps(message, separators=(",", ":")).encode())

    def _send(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        head = (
            struct.pack("!BB", 0x80 | opcode, 0x80 | size)
            if size < 126
            else (struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size))
        )
        self._to_send.append(head + b"\0\0\0\0" + payload)
        self.flush()

    def flush(self) -> None:
        """Send what waits, as far as the line takes it."""
        while self._to_send:
            try:
                sent = self.socket.send(self._to_send[0])
            except BlockingIOError:
                return
            except OSError:
                self._to_send.clear()
                return
            if sent < len(self._to_send[0]):
                self._to_send[0] = self._to_send[0][sent:]
                return
            self._to_send.popleft()

    # --- What comes -------------------------------------------------------------------------------------------

    def read(self, now: float) -> bool:
        """Take in what has come; tell whether the line still stands."""
        try:
            size = self.socket.recv_into(_READ_INTO)
        except BlockingIOError:
            return True
        except OSError:
            size = 0
        if not size:
            self.closed = self.closed or 1006
            return False
        self.record.bytes += size
        self._buffer += _READ_INTO[:size]
        if not self._open and not self._opened():
            return True
        self._messages(now)
        return self.closed is None

    def _opened(self) -> bool:
        head, found, rest = bytes(self._buffer).partition(b"\r\n\r\n")
        if not found:
            return False
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            self.record.errors.append(head.split(b"\r\n", 1)[0].decode())
            self.closed = 1002
            return False
        self._buffer = bytearray(rest)
        self._open = True
        self.state = "greeting"
        known = {"run": self.run, "token": self._token, "last_seq": self._last_seq} if self.run else {}
        self.send(op="hello", accept=["clamped", "fixed"], **known)
        return True

    def _messages(self, now: float) -> None:
        buffer = self._buffer
        place, end = 0, len(buffer)
        while end - place >= 2:
            size, begin = buffer[place + 1], place + 2
            if size == 126:
                size, begin = int.from_bytes(buffer[begin : begin + 2], "big"), begin + 2
            elif size == 127:
                size, begin = int.from_bytes(buffer[begin : begin + 8], "big"), begin + 8
            if begin + size > end:
                break
            opcode = buffer[place] & 15
            place = begin + size
            if opcode == BINARY:
                self._frame(buffer, begin, now)
            else:
                self._control(opcode, bytes(buffer[begin:place]), now)
        del buffer[:place]

    def _control(self, opcode: int, payload: bytes, now: float) -> None:
        if opcode == TEXT:
            self._event(json.loads(payload), now)
        elif opcode == PING:
            self._send(PONG, payload)
        elif opcode == CLOSE:
            self.closed = int.from_bytes(payload[:2], "big") if len(payload) >= 2 else 1005

    def _frame(self, buffer: bytearray, begin: int, now: float) -> None:
        """Note a frame: of its map of MessagePack the first fields are read, ``op, run, seq, epoch``."""
        place = buffer.index(b"\xa3seq", begin) + 4
        seq, place = read_integer(buffer, place)
        epoch, _ = read_integer(buffer, place + 6)
        if epoch < self._epoch:  # it began again
            self._before += self._epoch
        self._epoch = epoch
        self._last_seq = seq
        self.record.times.append(now)
        self.record.epochs.append(self._before + epoch)
        self._unpainted.append(seq)

    def _event(self, event: dict[str, Any], now: float) -> None:
        match event["op"]:
            case "welcome":
                self._welcomed(event)
                return
            case "configured":
                if self.state == "configuring":
                    self.state = "ready"
                    if self._plays:
                        self.send(op="play", epochs_per_second="max")
            case "status":
                self._status(event, now)
            case "error":
                self.record.errors.append(event["message"])
        self._last_seq = max(self._last_seq, event["seq"])

    def _welcomed(self, event: dict[str, Any]) -> None:
        self.run, self._token = event["run"], event["token"]
        for probe, options in WATCHED.items():
            self.send(op="watch", probe=probe, options=options)
        if event["resumed"]:
            self.state = "playing"
        else:
            self.state = "configuring"
            self.send(op="configure", spec=self._spec)

    def _status(self, event: dict[str, Any], now: float) -> None:
        if event.get("cause") == "restored":
            self.restored += 1
            self.restored_at = now
            self.lost_epochs = max(self.lost_epochs, self._epoch - event["epoch"])
            self._before += self._epoch - event["epoch"]
            self._epoch = event["epoch"]
        if event["state"] == "playing":
            self.state = "playing"
        elif event["state"] == "finished" and self._plays:
            self.send(op="play", epochs_per_second="max")

    def acknowledge(self) -> None:
        """Say that what came has been painted, each frame by itself as the page does."""
        for seq in self._unpainted:
            self._to_send.append(_acknowledgment(seq))
        self._unpainted.clear()
        self.flush()


def _acknowledgment(seq: int) -> bytes:
    payload = b'{"op":"ack","seq":%d}' % seq
    return bytes((0x80 | TEXT, 0x80 | len(payload), 0, 0, 0, 0)) + payload


def read_integer(data: bytes | bytearray, place: int) -> tuple[int, int]:
    """A positive integer of MessagePack, and the place behind it."""
    first = data[place]
    if first < 0x80:
        return first, place + 1
    size = 1 << (first - 0xCC)
    if not 0xCC <= first <= 0xCF:
        raise ValueError(f"expected a positive integer; got the byte {first:#x}")
    return int.from_bytes(data[place + 1 : place + 1 + size], "big"), place + 1 + size
