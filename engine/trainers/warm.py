"""Compiles the kernels, so that nobody waits for it later."""

from __future__ import annotations

import importlib
import time


def warm() -> float:
    """Compile every kernel, or load it where that was done before; return the seconds that it took."""
    start = time.perf_counter()
    importlib.import_module("engine.trainers.compiled")
    from engine.trainers.cache import mark_complete

    mark_complete()
    return time.perf_counter() - start
