"""``playground warm``."""

from __future__ import annotations


def warm() -> None:
    """Compile the training kernel now, so that nobody waits for it later."""
    from engine.trainers.warm import warm as warm_trainers

    warm_trainers()
