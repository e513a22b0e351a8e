"""How many files and connections this process may have open."""

from __future__ import annotations

import sys
from contextlib import suppress

OTHER_FILES = 200
"""Open besides connections: libraries, the log, runs that are being saved, pipes to those that train."""


def limits() -> tuple[int, int | None] | None:
    """How many files may be open now, and how many at most; None where the system does not limit them."""
    if sys.platform == "win32":
        return None
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if now == resource.RLIM_INFINITY else (now, None if most == resource.RLIM_INFINITY else most)


def allow(connections: int) -> None:
    """Raise this process's own limit as far as so many connections need and the system allows."""
    found = limits()
    if found is None or sys.platform == "win32":
        return
    import resource

    now, most = found
    wanted = connections + OTHER_FILES if most is None else min(most, connections + OTHER_FILES)
    if wanted > now:
        with suppress(OSError, ValueError):  # Fewer connections are better than no server.
            resource.setrlimit(
                resource.RLIMIT_NOFILE, (wanted, resource.RLIM_INFINITY if most is None else most)
            )
