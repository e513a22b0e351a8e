"""Counts the answers to HTTP requests by route and status."""

from __future__ import annotations

from prometheus_client import Counter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NO_ROUTE = "none"
"""Whatever is asked for that is not there: the addresses that people try are no names for figures."""


class CountRequests:
    """Counts every answer, under the route's pattern and not under the address that was asked for."""

    def __init__(self, app: ASGIApp, *, requests: Counter) -> None:
        self._app = app
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            self._requests.labels(_route(scope), str(status)).inc()


def _route(scope: Scope) -> str:
    """The pattern of the route that answered; of mounted files, the folder."""
    pattern = getattr(scope.get("route"), "path", None)
    if pattern is not None:
        return str(pattern)
    return str(scope.get("root_path") or NO_ROUTE) if "endpoint" in scope else NO_ROUTE
