"""A bar on a terminal that shows how far training has come; elsewhere nothing."""

from __future__ import annotations

import sys
from time import perf_counter

WIDTH = 30
REDRAW_SECONDS = 0.05


class ProgressBar:
    """One line on standard error, drawn only where that is a terminal."""

    def __init__(self, epochs: int, note: str = "") -> None:
        self._epochs = max(1, epochs)
        self._note = f"{note}  " if note else ""
        self._shown = sys.stderr.isatty()
        self._drawn_at = 0.0

    def show(self, epoch: int, loss: float | None) -> None:
        """Draw how far it is, at most twenty times a second."""
        now = perf_counter()
        if not self._shown or now - self._drawn_at < REDRAW_SECONDS:
            return
        self._drawn_at = now
        done = min(WIDTH, WIDTH * epoch // self._epochs)
        figure = f"loss {loss:.6f}" if loss is not None else ""
        bar = "█" * done + "·" * (WIDTH - done)
        sys.stderr.write(f"\r{self._note}[{bar}] epoch {epoch:>6} of {self._epochs}  {figure}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the bar away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
