"""How many connections the system lets one process have."""

from __future__ import annotations

from collections.abc import Iterator

from app.doctor.finding import Finding
from app.open_files import OTHER_FILES, limits
from app.settings import Settings


def check(settings: Settings) -> Iterator[Finding]:
    """The limit up to which the server can raise its own."""
    found = limits()
    yield open_files(None if found is None else found[1], settings.connections)


def open_files(most: int | None, connections: int) -> Finding:
    """Whether there can be a file for each connection; ``most`` is None where nothing limits them."""
    needed = connections + OTHER_FILES
    if most is None:
        return Finding("open files", "ok", "As many connections as are allowed")
    figures = {"limit": most, "needed": needed}
    if most < needed:
        what = f"The system allows {most} open files, which is too few for {connections} pages at once."
        fewer = max(1, most - OTHER_FILES)
        advice = f"Raise it (ulimit -Hn {needed}, or LimitNOFILE), or set PLAYGROUND_CONNECTIONS={fewer}."
        return Finding("open files", "warning", what, advice, figures)
    return Finding("open files", "ok", f"Up to {most:,}, enough for {connections:,} pages", figures=figures)
