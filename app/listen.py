"""Runs the application on a socket."""

from __future__ import annotations

import signal
import socket

import uvicorn
from fastapi import FastAPI

from app.connection import MESSAGE_BYTES
from app.garbage import spare_what_stays
from app.line import Line
from app.patience import PatientProtocol
from app.settings import Settings, SettingsError

STALLED_SECONDS = 20.0
"""After so long without an answer from the other machine, the operating system ends a connection: without
it a page that never reads would hold its connection for ever, since a graceful close waits for the reader."""

PING_SECONDS = 10.0
PONG_SECONDS = 15.0
"""A page that does not answer for so long is let go: with the pause before, less than half a minute."""

CLOSE_SECONDS = 5


def listening_socket(host: str, port: int, stalled_seconds: float = STALLED_SECONDS) -> socket.socket:
    """A socket to serve on; pages whose machine takes nothing for so long are let go.

    Raises
    ------
    SettingsError
        Where the address is not of this machine, or in use.
    """
    made = None
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(1000 * stalled_seconds))
        made.bind((host, port))
    except (OSError, UnicodeError) as error:
        if made is not None:
            made.close()
        raise SettingsError(
            f"The server cannot listen on {host}, port {port}: {getattr(error, 'strerror', None) or error}.",
            "Choose another --port or --host.",
        ) from None
    made.listen(1024)
    return made


def server_of(app: FastAPI, settings: Settings) -> uvicorn.Server:
    """What serves an application as it has to be served: messages bounded and never compressed, pages pinged,
    connections that ask for nothing ended.

    What X-Forwarded-* headers say is believed of nobody but the proxies that are named.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        http=PatientProtocol,
        ws=Line,
        ws_max_size=MESSAGE_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PONG_SECONDS,
        timeout_graceful_shutdown=CLOSE_SECONDS,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
    )
    return uvicorn.Server(config)


def serve(settings: Settings, made: socket.socket) -> None:
    """Serve until a signal says to stop."""
    from app.server import create_app

    server = server_of(create_app(settings), settings)
    spare_what_stays()
    # When it has stopped, uvicorn raises the signal that stopped it once more: that is no reason to die halfway.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: None)
    server.run(sockets=[made])
