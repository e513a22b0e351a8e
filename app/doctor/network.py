"""The address to listen on, and the one that browsers see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from app.doctor.finding import Finding
from app.listen import listening_socket
from app.settings import Settings, SettingsError

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - asked for by whoever starts the server
ANSWER_SECONDS = 3


def check(settings: Settings) -> Iterator[Finding]:
    """The port, who can reach it, and the public address."""
    yield port(settings.host, settings.port)
    if settings.host in LOCAL and not settings.public_url:
        what = f"On {settings.host} only this machine can open the page"
        yield Finding("reach", "ok", what, "For a class, serve with HOST=0.0.0.0.")
    yield public_url(settings.public_url)


def port(host: str, number: int) -> Finding:
    """Whether a server can listen there, or listens there already."""
    figures = {"host": host, "port": number}
    try:
        listening_socket(host, number).close()
    except SettingsError as error:
        status = _playground_at(host, number)
        if status is not None:
            what = f"A playground answers on {host}, port {number} already; it is {status}"
            return Finding("port", "ok", what, figures=figures)
        advice = error.hint or "Choose another port."
        return Finding("port", "problem", error.message, advice, figures)
    return Finding("port", "ok", f"Port {number} on {host} is free", figures=figures)


def _playground_at(host: str, number: int) -> str | None:
    """How a playground that listens there is; None where there is none."""
    name = "127.0.0.1" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    try:
        with urlopen(f"http://{name}:{number}/readyz", timeout=ANSWER_SECONDS) as answer:
            return _status(answer.read(1000))
    except HTTPError as error:
        return _status(error.read(1000))
    except (URLError, OSError, ValueError):
        return None


def _status(body: bytes) -> str | None:
    try:
        status = json.loads(body)["status"]
    except (ValueError, KeyError, TypeError):
        return None
    return "ready" if status == "ok" else str(status)


def public_url(url: str | None) -> Finding:
    """Whether browsers that come by this address would be let in."""
    if not url:
        return Finding("address", "ok", "Pages are let in that come from the address they ask for")
    parts = urlsplit(url)
    advice = (
        "Set PLAYGROUND_PUBLIC_URL to what stands in the browser's address bar, such as https://class.example"
    )
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return Finding(
            "address", "problem", f"{url} is no address of a page, so no browser is let in by it.", advice
        )
    if parts.path.strip("/") or parts.query or parts.fragment:
        what = f"{url} has a path, but the page and its files are served from the top of a host."
        return Finding("address", "problem", what, "Give the playground a host name of its own in the proxy.")
    if parts.hostname in LOCAL | EVERYWHERE:
        return Finding("address", "warning", f"{url} can be opened on this machine alone.", advice)
    if parts.scheme == "http":
        what = f"{url} is not encrypted: whoever is on the way can read and change everything."
        return Finding("address", "warning", what, "On the open internet let the proxy speak HTTPS.")
    return Finding("address", "ok", f"Browsers come by {url}")
