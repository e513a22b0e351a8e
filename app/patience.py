"""How long a connection may take to ask for something."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

REQUEST_SECONDS = 20.0
"""From the beginning of a connection, or of its rest after an answer, to the end of the next request's head."""


class PatientProtocol(H11Protocol):
    """Uvicorn's HTTP, but a connection on which nothing is asked ends, however slowly it says something.

    Uvicorn itself waits for ever for a head that comes letter by letter, or for the rest of a body that nobody reads,
    and a few thousand of such connections would leave no place for a class.
    """

    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def on_response_complete(self) -> None:
        """Begin to wait for another one."""
        super().on_response_complete()
        self._wait()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Leave the connection to the WebSocket, which has rules of its own."""
        self._stop_waiting()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop_waiting()
        self._patience = self.loop.call_later(REQUEST_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        """End the connection, unless a request is being answered: its end will begin another wait."""
        cycle: RequestResponseCycle | None = self.cycle  # None until there is a first request
        if cycle is None or cycle.response_complete:
            self.transport.close()
