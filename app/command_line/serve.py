"""``playground serve``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from app.settings import load_settings

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - asked for by whoever starts the server


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; 0.0.0.0 for a whole class.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes that train; one for each core by default.")
    ] = None,
) -> None:
    """Serve the playground to browsers."""
    from app.addresses import in_the_room
    from app.listen import listening_socket
    from app.listen import serve as serve_on
    from app.logs import configure_logs
    from app.open_files import allow

    settings = load_settings(host=host, port=port, workers=workers)
    configure_logs(*settings.logs)
    allow(settings.connections)
    made = listening_socket(settings.host, settings.port, 2 * settings.send_seconds)
    shown = "localhost" if settings.host in EVERYWHERE else settings.host
    shown = f"[{shown}]" if ":" in shown else shown
    number = made.getsockname()[1]
    sys.stdout.write(f"The playground is at http://{shown}:{number}\n")
    others = in_the_room() if settings.host in EVERYWHERE else []
    if others:
        sys.stdout.write(f"Others reach it at {' or '.join(f'http://{name}:{number}' for name in others)}\n")
    sys.stdout.flush()
    serve_on(settings, made)
