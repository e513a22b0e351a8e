"""The server's end of the way to a shard's process: calls go out and answers come in on the event loop itself."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import deque
from collections.abc import Callable
from multiprocessing.reduction import ForkingPickler
from typing import Any, TypeVar, cast

from app.reading import read_little

Result = TypeVar("Result")

LENGTH = struct.Struct("!i")
"""What stands before a message, as multiprocessing's connections have it, of which one is the other end."""


class Channel(asyncio.Protocol):
    """Carries calls out in the order in which they are made, and their answers back in the same order."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport
        self._under_way: deque[asyncio.Future[Any]] = deque()
        self._received = bytearray()
        self._sending = asyncio.Lock()
        self._writable = asyncio.Event()
        self._writable.set()
        self._lost = False

    @classmethod
    async def through(cls, end: socket.socket) -> Channel:
        """Make one of one end of a pair of sockets, which belongs to it from now on."""
        end.setblocking(False)
        _, channel = await asyncio.get_running_loop().create_unix_connection(cls, sock=end)
        return channel

    async def call(self, work: Callable[..., Result], given: tuple[object, ...]) -> Result:
        """Have something done at the other end.

        Raises
        ------
        ConnectionError
            Where nobody is there any more.
        RuntimeError
            Where the other end made a mistake with it, and goes on.
        """
        async with self._sending:
            await self._writable.wait()  # So that no more than one large message waits here as bytes.
            if self._lost:
                raise ConnectionResetError
            message = ForkingPickler.dumps((work, given))
            answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
            self._under_way.append(answer)
            self._transport.writelines((LENGTH.pack(len(message)), message))
        return await answer

    def close(self) -> None:
        """Let go of the other end, which ends when it notices."""
        self._transport.abort()

    # --- Called by the event loop -----------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        read_little(transport)

    def data_received(self, data: bytes) -> None:
        received = self._received
        received += data
        while len(received) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(received)[0]
            if len(received) < end:
                break
            with memoryview(received) as view:
                outcome, mistake = ForkingPickler.loads(view[LENGTH.size : end])
            del received[:end]
            answer = self._under_way.popleft()
            if answer.done():
                continue  # Whoever asked does not wait any more.
            if mistake is None:
                answer.set_result(outcome)
            else:
                answer.set_exception(RuntimeError(mistake))

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        self._writable.set()
        for answer in self._under_way:
            if not answer.done():
                answer.set_exception(ConnectionResetError())

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()
