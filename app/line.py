"""The server's end of a page's WebSocket, with a quick way for what comes and goes thousands of times a second."""

from __future__ import annotations

import struct
from asyncio import BaseTransport
from collections.abc import Generator
from typing import Any, Final, Protocol

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import apply_mask  # type: ignore[attr-defined]  # the quickest that this machine has
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.streams import StreamReader

from app.reading import read_little

EXTENSION = "playground.line"
"""Where the application finds the line, among the extensions of the connection's scope."""

TEXT: Final = 0x81
BINARY: Final = 0x82
"""The first bytes of frames that hold a whole message, not compressed."""

MASKED: Final = 0x80
"""The bit of a frame's second byte that says that a key of four bytes comes before its payload."""

SHORT: Final = 126
"""A payload of fewer bytes has its length in the second byte."""

KEY: Final = 2
PAYLOAD: Final = 6
"""Where the key and the payload of a short masked frame begin."""


class Listener(Protocol):
    """Takes what comes, as it comes."""

    def hear(self, text: str) -> None:
        """Take a text."""

    def hear_short(self, payload: bytes) -> bool:
        """Take a short text as it lies on the line, or tell that it has to go the ordinary way."""


class _Reader(StreamReader):
    """Knows whether whoever reads waits for the first byte of a frame."""

    between_frames = False

    def at_eof(self) -> Generator[None, None, bool]:
        """Tell whether everything was read; the parser asks this before each frame, and only then."""
        self.between_frames = True
        ended = yield from super().at_eof()
        self.between_frames = False
        return ended


class _Conversation(ServerProtocol):
    """A WebSocket's state, whose reader knows where frames begin."""

    reader: _Reader

    def parse(self) -> Generator[None]:
        """Begin to read."""
        self.reader = _Reader()
        return super().parse()


class Line(WebSocketsSansIOProtocol):
    """Uvicorn's WebSocket, with two more ways: messages handed to a listener at once, and sending without waiting.

    Whoever does not use them finds everything as it is with uvicorn. A message goes past the queue only while nothing
    is in it, so that all come in order; and past the parser only where the parser waits for a message's first byte.
    """

    conn: _Conversation
    listener: Listener | None = None
    """Set by the application."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        made = self.conn
        self.conn = _Conversation(
            extensions=made.available_extensions, max_size=made.max_message_size, logger=made.logger
        )

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin to read."""
        super().connection_made(transport)
        read_little(transport)

    def handle_connect(self, event: Request) -> None:
        """Begin, and let the application find this line."""
        super().handle_connect(event)
        if self.handshake_initiated and not self.handshake_complete:
            self.scope["extensions"][EXTENSION] = self  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Take in what has come: first the short texts with which it begins, then the rest the ordinary way."""
        place = 0 if self.listener is None else self._hear_short(self.listener, data)
        if place < len(data):
            super().data_received(data[place:] if place else data)

    def _hear_short(self, listener: Listener, data: bytes) -> int:
        """Hand over short texts, each whole in one frame; return where the first thing begins that is none."""
        conn = self.conn
        if not (
            conn.reader.between_frames
            and conn.current_size is None  # no message is half here
            and conn.state is State.OPEN
            and not self.close_sent
            and self.queue.empty()
        ):
            return 0
        place, size = 0, len(data)
        while place + PAYLOAD <= size and data[place] == TEXT:
            begin = place + PAYLOAD
            end = begin + data[place + 1] - MASKED
            if not begin <= end < begin + SHORT or end > size:
                break
            if not listener.hear_short(apply_mask(data[begin:end], data[place + KEY : begin])):
                break
            place = end
        return place

    def send_receive_event_to_app(self) -> None:
        """Hand a message over."""
        listener = self.listener
        if listener is None or self.close_sent or self.curr_msg_data_type != "text" or not self.queue.empty():
            super().send_receive_event_to_app()
            return
        try:
            text = b"".join(self.frames).decode()
        except UnicodeDecodeError:
            super().send_receive_event_to_app()  # closes the line, as the standard says
            return
        self.frames = []
        listener.hear(text)

    def send_now(self, message: str | bytes) -> bool:
        """Send a message if the page reads as fast as it gets them; tell whether it was sent."""
        if (
            not self.writable.is_set()
            or self.close_sent
            or self.disconnected
            or self.conn.state is not State.OPEN
        ):
            return False
        if isinstance(message, str):
            payload = message.encode()
            self.transport.write(frame_head(TEXT, len(payload)) + payload)
        else:
            self.transport.write(frame_head(BINARY, len(message)) + message)
        return True


def frame_head(first: int, size: int) -> bytes:
    """What comes before the payload of a whole, unmasked frame: its first byte, and the size of the payload."""
    if size < SHORT:
        return bytes((first, size))
    if size < 1 << 16:
        return struct.pack("!BBH", first, SHORT, size)
    return struct.pack("!BBQ", first, SHORT + 1, size)
