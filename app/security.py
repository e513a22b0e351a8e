"""What keeps other people's pages out: headers, the Origin check, and a cookie that tells browsers apart."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Nothing from anywhere else; 'self' covers the WebSocket of the same origin too."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

USER_COOKIE = "playground_user"
_USER = re.compile(r"[0-9a-f]{32}")
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


class SecurityHeaders:
    """Puts the headers on every answer, and a cookie on a browser that has none yet."""

    def __init__(self, app: ASGIApp, *, secure_cookie: bool) -> None:
        self._app = app
        self._secure_cookie = secure_cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("text/html") and not _known(scope):
                    headers.append("Set-Cookie", self._cookie())
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _cookie(self) -> str:
        secure = "; Secure" if self._secure_cookie else ""
        return (
            f"{USER_COOKIE}={secrets.token_hex(16)}; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax{secure}"
        )


def _known(scope: Scope) -> bool:
    return _USER.fullmatch(HTTPConnection(scope).cookies.get(USER_COOKIE, "")) is not None


def user_of(connection: HTTPConnection) -> str:
    """Who is served: the browser by its cookie, else the address, so that shares of the machine are fair."""
    cookie = connection.cookies.get(USER_COOKIE, "")
    if _USER.fullmatch(cookie):
        return cookie
    return f"address {connection.client.host}" if connection.client else "address unknown"


def origin_allowed(headers: Headers, public_url: str | None) -> bool:
    """Whether a WebSocket may be opened from this page.

    Browsers always send Origin, and a foreign page must not talk to this server in somebody's name. Programs
    that are no browsers send none, and carry no cookie that could be misused.
    """
    origins = headers.getlist("origin")
    if not origins:
        return True
    if len(origins) > 1:
        return False
    origin = _host_and_port(origins[0])
    own = [_host_and_port(f"{urlsplit(origins[0]).scheme}://{headers.get('host', '')}")]
    if public_url:
        own.append(_host_and_port(public_url))
    return origin is not None and origin in _known_only(own)


def _known_only(hosts: Iterable[tuple[str, int] | None]) -> set[tuple[str, int]]:
    return {host for host in hosts if host is not None}


def _host_and_port(url: str) -> tuple[str, int] | None:
    """Host and port that an address names; None where it names none."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.hostname.lower(), port) if parts.hostname and port else None
