"""The server's end of a page's WebSocket, with a quick way for what comes and goes thousands of times a second."""

from __future__ import annotations

from collections.abc import Callable

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.http11 import Request

EXTENSION = "playground.line"
"""Where the application finds the line, among the extensions of the connection's scope."""


class Line(WebSocketsSansIOProtocol):
    """Uvicorn's WebSocket, with two more ways: messages handed to a listener at once, and sending without waiting.

    Whoever does not use them finds everything as it is with uvicorn. A message goes past the queue only while nothing
    is in it, so that all come in order.
    """

    listener: Callable[[str], None] | None = None
    """Takes a text as it comes; set by the application."""

    def handle_connect(self, event: Request) -> None:
        """Begin, and let the application find this line."""
        super().handle_connect(event)
        if self.handshake_initiated and not self.handshake_complete:
            self.scope["extensions"][EXTENSION] = self  # type: ignore[assignment]

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
        listener(text)

    def send_now(self, message: str | bytes) -> bool:
        """Send a message if the page reads as fast as it gets them; tell whether it was sent."""
        if not self.writable.is_set() or self.close_sent or self.disconnected:
            return False
        try:
            if isinstance(message, bytes):
                self.conn.send_binary(message)
            else:
                self.conn.send_text(message.encode())
        except InvalidState:
            return False
        self.transport.write(b"".join(self.conn.data_to_send()))
        return True
