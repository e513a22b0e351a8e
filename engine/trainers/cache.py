"""Where compiled kernels are kept between starts.

Numba's own cache looks only at the file that a function stands in, so an edited activation would be served stale,
and it wants a folder that it can write to. This one is a folder of its own for every state of the engine's sources,
numba version and processor; once it is complete it may be read-only, as in a container image.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import _CacheLocator
from numba.core.registry import cpu_target

import engine

ENVIRONMENT_VARIABLE = "PLAYGROUND_CACHE_DIR"
COMPLETE = "complete"
"""Name of the file that tells that a folder holds every kernel."""
COMPILED = (
    "activations",
    "clippings",
    "concepts",
    "constraints",
    "losses",
    "optimizers",
    "regularizers",
    "schedules",
    "trainers",
)
"""Folders of the engine whose sources can end up in a kernel; an edit anywhere else compiles nothing anew."""
KEPT = 6
"""So many folders are kept, the newest; those of older sources go."""

log = logging.getLogger(__name__)


@cache
def processor() -> tuple[str, ...]:
    """Return what numba compiles for: system, name of the processor and its features."""
    return tuple(str(part) for part in cpu_target.target_context.codegen().magic_tuple())


@cache
def folder() -> Path:
    """Return the folder of the present sources, ready for use; a temporary one where nothing can be written."""
    chosen = _parent() / f"kernel-{_key()}"
    if (chosen / COMPLETE).exists():
        return chosen
    try:
        chosen.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=chosen).close()
    except OSError as error:
        temporary = Path(tempfile.mkdtemp(prefix="playground-kernel-"))
        atexit.register(shutil.rmtree, temporary, ignore_errors=True)
        log.warning(
            "The compiled kernel cannot be kept in %s (%s), so it is compiled again at every start. "
            "Set %s to a folder that can be written to, or run `playground warm` once as a user who may.",
            chosen,
            error.strerror,
            ENVIRONMENT_VARIABLE,
        )
        return temporary
    _forget_older(chosen)
    return chosen


def mark_complete() -> None:
    """Note that every kernel is in the folder, so that it need not be writable any more."""
    mark = folder() / COMPLETE
    if not mark.exists():
        mark.touch()


def use() -> None:
    """Let numba keep the engine's kernels here; to be called before any of them is defined."""
    config: Any = numba.config
    config.CACHE_LOCATOR_CLASSES = (
        f"{__name__}.{EngineLocator.__name__},InTreeCacheLocator,UserWideCacheLocator"
    )


class EngineLocator(_CacheLocator):
    """Tells numba where a function of the engine is kept; other packages' functions stay where they were."""

    def __init__(self, function: Callable[..., object]) -> None:
        self.module = function.__module__

    @classmethod
    def from_function(cls, function: Callable[..., object], _file: str) -> EngineLocator | None:
        """Return a locator for a function of the engine, nothing for others."""
        return cls(function) if function.__module__.startswith("engine.") else None

    def ensure_cache_path(self) -> None:
        """Do nothing: ``folder`` has made sure of it."""

    def get_cache_path(self) -> str:
        """Return the folder."""
        return str(folder())

    def get_source_stamp(self) -> str:
        """Return the same always: the folder's name already stands for the sources."""
        return ""

    def get_disambiguator(self) -> str:
        """Return what tells functions of the same name apart: their module."""
        return self.module


def _key() -> str:
    """Return a hash of all that the compiled code depends on."""
    digest = hashlib.sha256("\0".join((numba.__version__, sys.version, *processor())).encode())
    root = Path(engine.__path__[0])
    for path in sorted(path for name in COMPILED for path in (root / name).rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:20]


def _parent() -> Path:
    """Return the folder named in the environment, one in the virtual environment, or the platform's for caches.

    What was compiled when a virtual environment was set up is found by every user of it, in a container as well.
    """
    if named := os.environ.get(ENVIRONMENT_VARIABLE):
        return Path(named)
    if sys.prefix != sys.base_prefix:
        return Path(sys.prefix) / "cache" / "playground"
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "~/AppData/Local")
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME", "~/.cache")
    return Path(os.path.expanduser(base)) / "playground"  # noqa: PTH111 — Path.expanduser fails without a home


def _forget_older(chosen: Path) -> None:
    """Remove the folders of sources long edited."""
    others = [path for path in chosen.parent.glob("kernel-*") if path != chosen]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
