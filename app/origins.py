"""Whose pages may use this server: our own, and those that whoever runs the server names."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic_core import to_json
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""What only reads; everything else needs a page of our own."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
HostAndPort = tuple[str, int]
Origin = tuple[str, str, int]


class Origins:
    """The origins whose pages may talk to this server.

    Parameters
    ----------
    public_url
        The page's address as browsers see it. Where it is given, only its exact origin (scheme, host and port)
        counts, and the server's own address where that is a number or this machine: a name that somebody else
        has pointed here is not ours. Where it is not given, a page may talk to the host it came from.
    """

    def __init__(self, public_url: str | None) -> None:
        self._public = None if public_url is None else origin_of(public_url)

    def allow(self, headers: Headers) -> bool:
        """Whether a request with these headers comes from a page that may send it.

        Browsers always name the origin where it matters. Programs that are no browsers name none, and a page of
        somebody else's cannot make them speak in a person's name.
        """
        named = headers.getlist("origin")
        if not named:
            return headers.get("sec-fetch-site", "none") in {"same-origin", "none"}
        origin = origin_of(named[0]) if len(named) == 1 else None
        if origin is None:
            return False
        if origin == self._public:
            return True
        scheme, *place = origin
        own = _host_and_port(headers.get("host", ""), scheme)
        return own == tuple(place) and (self._public is None or _is_an_address(own[0]))


class OwnPagesOnly:
    """Refuses requests that would change something and come from another site's page."""

    def __init__(self, app: ASGIApp, *, origins: Origins) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS or self._own(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        document = {
            "code": "origin",
            "message": "This page may not use this server.",
            "hint": "Open its own page.",
        }
        close = {"Connection": "close"}  # The body is not wanted.
        await Response(to_json(document), 403, close, "application/json")(scope, receive, send)

    def _own(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site", "none")
        return site in {"same-origin", "none"} and self._origins.allow(headers)


def origin_of(url: str) -> Origin | None:
    """Scheme, host and port of a web address; None where it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname or parts.username is not None:
        return None
    return scheme, parts.hostname.lower(), port or _DEFAULT_PORTS[scheme]


def _host_and_port(host: str, scheme: str) -> HostAndPort | None:
    """What a Host header names."""
    found = origin_of(f"{scheme}://{host}")
    return None if found is None else found[1:]


def _is_an_address(host: str) -> bool:
    """Whether a host is told by its number or is this machine, so that no foreign name can stand for it."""
    if host == "localhost":
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def shown(origin: Origin) -> str:
    """An origin as headers name it."""
    scheme, host, port = origin
    host = f"[{host}]" if ":" in host else host
    return f"{scheme}://{host}" + ("" if port == _DEFAULT_PORTS[scheme] else f":{port}")
