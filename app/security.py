"""What every answer carries: headers that keep other people's pages out, and a cookie that tells browsers apart."""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {framed_by}"
)
"""Nothing from anywhere else; 'self' covers the WebSocket of the same origin too."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex",
}

COOKIE_DAYS = 180
_USER = re.compile(r"[0-9a-f]{32}")


def headers_of(framed_by: tuple[str, ...]) -> dict[str, str]:
    """The headers of every answer.

    Parameters
    ----------
    framed_by
        Origins of pages that may show this one inside of them, such as a school's learning platform.
    """
    policy = POLICY.format(framed_by=" ".join(framed_by) or "'none'")
    return {"Content-Security-Policy": policy, **HEADERS}


class UserCookie:
    """The cookie by which a browser is known again; it holds chance and nothing of the person.

    Over HTTPS its name has the prefix that browsers accept for one host's own cookies alone, so that no other
    server of the same domain can set it.
    """

    def __init__(self, *, secure: bool) -> None:
        self.name = "__Host-playground_user" if secure else "playground_user"
        self._attributes = f"Path=/; Max-Age={86_400 * COOKIE_DAYS}; HttpOnly; SameSite=Lax" + (
            "; Secure" if secure else ""
        )

    def new(self) -> str:
        """The header that gives it to a browser."""
        return f"{self.name}={secrets.token_hex(16)}; {self._attributes}"

    def known(self, connection: HTTPConnection) -> str | None:
        """What a browser has; None where it has none of ours."""
        value = connection.cookies.get(self.name, "")
        return value if _USER.fullmatch(value) else None

    def user_of(self, connection: HTTPConnection) -> str:
        """Who is served: the browser by its cookie, else the address, so that shares of the machine are fair."""
        return self.known(connection) or f"address {address_of(connection)}"


def address_of(connection: HTTPConnection) -> str:
    """Where a connection comes from; behind a proxy that is trusted, what it says."""
    return connection.client.host if connection.client else "unknown"


class SecurityHeaders:
    """Puts the headers on every answer, and a cookie on a browser that has none yet."""

    def __init__(self, app: ASGIApp, *, headers: dict[str, str], cookie: UserCookie) -> None:
        self._app = app
        self._headers = headers
        self._cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                of_a_page = headers.get("content-type", "").startswith("text/html")
                if of_a_page and self._cookie.known(HTTPConnection(scope)) is None:
                    headers.append("Set-Cookie", self._cookie.new())
            await send(message)

        await self._app(scope, receive, send_with_headers)
