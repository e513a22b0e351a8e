"""A PostgreSQL server of its own, where Debian's package is installed; it listens on no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

INSTALLED = Path("/usr/lib/postgresql")
WITHOUT_CARE = ("-c", "fsync=off", "-c", "listen_addresses=")


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database, for as long as it is wanted; skips where there is none to be had."""
    found = sorted(INSTALLED.glob("*/bin/postgres"))
    if not found:
        pytest.skip("There is no PostgreSQL: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    be: list[str] = []
    if os.geteuid() == 0:  # The server refuses to run as root.
        shutil.chown(folder, "postgres")
        be = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    programs, data = found[-1].parent, folder / "data"
    setup = [*be, programs / "initdb", "--no-sync", "--auth=trust", "--username=postgres", "--pgdata", data]
    try:
        subprocess.run(setup, check=True, capture_output=True, cwd=folder)
        command = [*be, found[-1], "-D", data, "-k", folder, *WITHOUT_CARE]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
        ) as server:
            try:
                wait = [programs / "pg_isready", "--host", folder, "--timeout", "1"]
                for _ in range(600):
                    if subprocess.run(wait, check=False, capture_output=True).returncode == 0:
                        break
                    assert server.poll() is None, "PostgreSQL does not start."
                yield f"postgresql://postgres@/postgres?host={folder}"
            finally:
                server.terminate()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
