"""Compiles the kernels, so that nobody waits for it later."""

from __future__ import annotations

import importlib
import time


def warm() -> float:
    """Compile every kernel, or load it where that was done before; return the seconds that it took."""
    start = time.perf_counter()
    for module in ("engine.trainers.compiled", "engine.trainers.maps", "engine.trainers.slopes"):
        importlib.import_module(module)
    from engine.trainers.cache import mark_complete

    mark_complete()
    return time.perf_counter() - start
