"""Lets pages connect: those of our own, as long as there is room for them."""

from __future__ import annotations

import structlog
from starlette.websockets import WebSocket

from app.admission import Admission
from app.connection import Connection, House
from app.origins import Origins
from app.security import UserCookie, address_of
from app.wire.events import CloseCode, Refusal, numbered


class Door:
    """Answers every WebSocket."""

    def __init__(self, house: House, origins: Origins, cookie: UserCookie, admission: Admission) -> None:
        self._house = house
        self._origins = origins
        self._cookie = cookie
        self._admission = admission

    async def answer(self, websocket: WebSocket) -> None:
        """Serve a page until it goes away, or say why it is not served.

        A refused one is accepted first and then closed with a code: a browser tells its page nothing of a
        handshake that failed, and the person could not be told why.
        """
        await websocket.accept()
        if not self._origins.allow(websocket.headers):
            structlog.get_logger().warning(
                "a page of another origin was refused",
                origin=websocket.headers.get("origin"),
                host=websocket.headers.get("host"),
                hint="Where this is the page's own address, set PLAYGROUND_PUBLIC_URL to it.",
            )
            await websocket.close(CloseCode.FOREIGN_ORIGIN, "This page may not use this server.")
            return
        user, address = self._cookie.user_of(websocket), address_of(websocket)
        refusal = self._admission.refusal(user, address)
        if refusal is not None:
            self._house.metrics.refused.labels("full").inc()
            await self._turn_away(websocket, refusal)
            return
        together = self._admission.enter(user, address)
        self._house.metrics.connections.inc()
        try:
            await Connection(websocket, self._house, user, together).serve()
        finally:
            self._house.metrics.connections.dec()
            self._admission.leave(user, address)

    async def _turn_away(self, websocket: WebSocket, refusal: Refusal) -> None:
        """Tell a page kindly that there is no place for it."""
        await websocket.send_text(numbered(refusal, 0))
        await websocket.close(CloseCode.TRY_LATER, refusal.message)
