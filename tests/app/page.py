"""A page as the server sees it: says hello, sends commands, acknowledges frames, and checks the numbers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import msgpack
import numpy as np
from numpy.typing import NDArray
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE = 90.0  # seconds, for a busy machine
DTYPES = {"u8": "|u1", "u32": "<u4", "f32": "<f4"}
Message = dict[str, Any]


def decode(data: bytes, kept: dict[int, Message] | None = None) -> Message:
    """A frame with its arrays as numpy arrays; ``kept`` has the fixed parts that came earlier, by number."""
    frame = msgpack.unpackb(data, ext_hook=_short)
    assert isinstance(frame, dict)
    decoded = _arrays(frame)
    assert isinstance(decoded, dict)
    if "fixed" in decoded:
        kept = {} if kept is None else kept
        number, *new = decoded.pop("fixed")
        kept.update((number, part) for part in new)
        _join_fixed(decoded["probes"], kept[number])
    return decoded


def _join_fixed(probes: Message, fixed: Message) -> None:
    """Add what stays the same; a vector whose layout is there becomes arrays by node and by name."""
    for probe, fields in fixed.items():
        for name, value in fields.items():
            if name in probes[probe]:
                probes[probe][name] = _unbundled(probes[probe][name], value)
            else:
                probes[probe][name] = value


def _unbundled(numbers: NDArray[Any], layout: Message) -> Message:
    nodes: Message = {}
    start = 0
    for node, shapes in layout.items():
        nodes[node] = {}
        for name, shape in shapes.items():
            end = start + int(np.prod(shape))
            nodes[node][name] = numbers[start:end].reshape(shape)
            start = end
    assert start == len(numbers)
    return nodes


def _arrays(value: Any) -> Any:
    if isinstance(value, dict) and "dtype" in value:
        return _array(value)
    if isinstance(value, dict):
        return {key: _arrays(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_arrays(part) for part in value]
    return value


def _short(kind: int, data: bytes) -> NDArray[Any]:
    """An array in short form: the number of axes, the length of each, the numbers."""
    begin = 1 + 2 * data[0]
    shape = np.frombuffer(data[1:begin], "<u2").tolist()
    if kind == 5:
        return unpacked(data[begin:], shape)
    return np.frombuffer(data[begin:], DTYPES[("u8", "u32", "f32")[kind - 1]]).reshape(shape)


def _array(value: Message) -> NDArray[Any]:
    return np.frombuffer(value["data"], DTYPES[value["dtype"]]).reshape(value["shape"])


def unpacked(packed: bytes, shape: list[int]) -> NDArray[np.uint8]:
    """Maps from residuals in half bytes, read as the wire's description says."""
    halves = (half for byte in packed for half in (byte >> 4, byte & 15))
    residuals: list[int] = []
    while len(residuals) < np.prod(shape):
        match next(halves):
            case 11:
                residuals.append(6 + next(halves))
            case 12:
                residuals.append(250 - next(halves))
            case 13:
                residuals += [0] * (3 + next(halves))
            case 14:
                residuals += [0] * (19 + 16 * next(halves) + next(halves))
            case 15:
                residuals.append(16 * next(halves) + next(halves))
            case small:
                residuals.append((small - 5) % 256)
    *_, rows, columns = shape
    values: list[int] = []
    for place, residual in enumerate(residuals):
        y, x = place // columns % rows, place % columns
        lower = values[place - columns] if y else 0
        left = values[-1] if x else 0
        diagonal = values[place - columns - 1] if x and y else 0
        values.append((residual + min(max(lower + left - diagonal, 0), 255)) % 256)
    return np.array(values, np.uint8).reshape(shape)


class Page:
    """One WebSocket; acknowledges each frame unless told not to."""

    def __init__(self, address: str, *, acknowledge: bool = True, **options: Any) -> None:
        self._address = address
        self._acknowledge = acknowledge
        self._options = options
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self.messages: list[Message] = []
        self._fixed: dict[int, Message] = {}
        self.closed: int | None = None

    async def __aenter__(self) -> Self:
        self._socket = await connect(
            self._address,
            compression=None,
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=None,
            **self._options,
        )
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.leave()

    async def leave(self) -> None:
        """Close the connection."""
        if self._socket is not None and self._reading is not None:
            await self._socket.close()
            await self._reading

    @property
    def socket(self) -> ClientConnection:
        assert self._socket is not None
        return self._socket

    async def _read(self) -> None:
        try:
            async for data in self.socket:
                message = decode(data, self._fixed) if isinstance(data, bytes) else json.loads(data)
                self._check_number(message)
                async with self._news:
                    self.messages.append(message)
                    self._news.notify_all()
                if message["op"] == "frame" and self._acknowledge:
                    await self.send(op="ack", seq=message["seq"])
        except ConnectionClosed:
            pass
        finally:
            self.closed = self.socket.close_code
            async with self._news:
                self._news.notify_all()

    def _check_number(self, message: Message) -> None:
        if message["op"] == "welcome":
            return
        earlier = [old["seq"] for old in self.messages if old["op"] != "welcome"]
        assert not earlier or message["seq"] > earlier[-1], (earlier[-1], message)

    async def send(self, **message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def send_text(self, text: str | bytes) -> None:
        await self.socket.send(text)

    async def hello(self, **more: Any) -> Message:
        """Say hello and return the welcome."""
        await self.send(op="hello", **more)
        return await self.wait("welcome")

    async def wait(
        self, op: str, where: Callable[[Message], bool] = lambda _message: True, *, after: int = 0
    ) -> Message:
        """The first message of a kind that fits, among those from a place in ``messages`` on."""

        def found() -> Message | None:
            return next((m for m in self.messages[after:] if m["op"] == op and where(m)), None)

        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: found() is not None or self.closed is not None)
        message = found()
        assert message is not None, (
            f"no {op} came before the connection closed with {self.closed}: {self.texts()}"
        )
        return message

    async def wait_closed(self) -> int:
        """The code with which the server closed the connection."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: self.closed is not None)
        assert self.closed is not None
        return self.closed

    async def configure(self, spec: Message) -> Message:
        """Set the experiment and wait until it is ready."""
        place = self.mark()
        await self.send(op="configure", spec=spec)
        event = await self.wait("configured", after=place)
        await self.wait("status", after=place)
        return event

    async def ask(self, answer: str, **message: Any) -> Message:
        """Send a command and wait for the next answer of a kind."""
        place = self.mark()
        await self.send(**message)
        return await self.wait(answer, after=place)

    async def until(self, state: str, *, after: int = 0) -> Message:
        """Wait until the run is in a state."""
        return await self.wait("status", lambda message: message["state"] == state, after=after)

    async def watch(self, *probes: str) -> None:
        for probe in probes:
            await self.send(op="watch", probe=probe)

    def mark(self) -> int:
        """The place in ``messages`` where the next one will be."""
        return len(self.messages)

    def frames(self, after: int = 0) -> list[Message]:
        return [message for message in self.messages[after:] if message["op"] == "frame"]

    def texts(self) -> list[Message]:
        return [message for message in self.messages if message["op"] != "frame"]
