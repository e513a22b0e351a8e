"""The processor: how many cores, how wide its vectors are, and whether others use it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from pathlib import Path

from app.doctor.finding import Finding
from app.settings import Settings, usable_cores

WIDTHS = {"+avx512f": 512, "+avx2": 256, "+avx": 256, "+sve": 128, "+neon": 128, "+sse2": 128}
"""Bits of a vector by the feature that brings it, widest first."""

NARROW = 256
BUSY = 1.0


def check(settings: Settings) -> Iterator[Finding]:
    """Cores, vectors, load."""
    yield _vectors()
    yield cores(usable_cores(), settings.workers)
    yield load(os.getloadavg()[0], usable_cores())


def _vectors() -> Finding:
    from engine.trainers.cache import processor

    _, name, features = processor()
    return vectors(_model() or name, features.split(","))


def vectors(model: str, features: list[str]) -> Finding:
    """How many numbers the processor works on at once."""
    bits = next((width for feature, width in WIDTHS.items() if feature in features), 0)
    figures = {"model": model, "vector_bits": bits}
    if 0 < bits < NARROW and "+sse2" in features:
        advice = "A processor with AVX2 trains faster; a virtual machine may hide it (CPU type host)."
        return Finding("processor", "warning", f"{model} has vectors of {bits} bits only.", advice, figures)
    return Finding("processor", "ok", f"{model}, vectors of {bits} bits", figures=figures)


def cores(present: int, workers: int) -> Finding:
    """Whether there is a core for each process that trains."""
    figures = {"cores": present, "workers": workers}
    if workers > present:
        what = f"{workers} processes train on {present} cores, which is slower than one for each core."
        return Finding(
            "cores", "warning", what, f"Set PLAYGROUND_WORKERS={present}, or leave it out.", figures
        )
    return Finding("cores", "ok", f"{present} cores, {workers} processes that train", figures=figures)


def load(running: float, present: int) -> Finding:
    """Whether something else keeps the machine busy."""
    figures = {"load": round(running, 2)}
    if running > BUSY * present:
        what = f"The machine is busy: {running:.1f} programs want to run on {present} cores."
        return Finding(
            "load", "warning", what, "Look with top what it is, unless it is this server.", figures
        )
    return Finding("load", "ok", f"{running:.1f} programs run on {present} cores", figures=figures)


def _model() -> str | None:
    """The processor's name, where the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or None
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), None)
