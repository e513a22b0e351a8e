"""When Python looks for what only refers to itself: seldom, and not through what stays."""

from __future__ import annotations

import gc
from time import thread_time
from typing import Any

YOUNG, MIDDLE, OLD = 2_000, 10, 15
"""Objects made and kept until the youngest are looked through, and how often that happens until older ones are."""


def spare_what_stays() -> None:
    """Leave out what has been loaded from every later look, and look through everything else more seldom.

    A full look with a thousand pages connected took nearly a second on a small machine, in which nobody was
    answered, and Python's own rule had one come with every few hundred that arrived. What pages leave behind
    when they go is freed without it, but for a little.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)


class FullLooks:
    """How long this process has looked through everything: no matter of whoever was at work meanwhile."""

    def __init__(self) -> None:
        self.seconds = 0.0
        """Processor seconds so far."""
        self._begun = 0.0

    def watch(self) -> None:
        """Begin to note them. Only where runs are worked on: in a callback of Python's, Ctrl+C would be lost."""
        if self._note not in gc.callbacks:
            gc.callbacks.append(self._note)

    def _note(self, phase: str, info: dict[str, Any]) -> None:
        if info["generation"] < 2:
            return
        if phase == "start":
            self._begun = thread_time()
        else:
            self.seconds += thread_time() - self._begun


FULL_LOOKS = FullLooks()
"""Python has one such place for all of a process, and so there is one of these."""
