"""Joins the checkpoints of one run, whichever comes first."""

from __future__ import annotations

from app.backends.protocol import AS_OPENED, Checkpoint
from engine.snapshot import Snapshot


class Saving:
    """What has come of a run's checkpoints and is not yet in the store.

    Orders and turns of the same run are under way at the same time, so that their answers may be taken in late
    or, after a mistake, never. Each checkpoint says which one it goes on from; where that one is missing, the
    next has to be whole.

    Attributes
    ----------
    incomplete
        Whether the next checkpoint must have all of the history.
    """

    def __init__(self) -> None:
        self.incomplete = False
        self._last = AS_OPENED
        self._state: bytes | None = None
        self._parts: tuple[bytes, ...] = ()
        self._whole = False

    def begin(self) -> None:
        """The run was opened, from what is in the store or anew: what was under way before counts no more."""
        self._forget()
        self._last = AS_OPENED
        self.incomplete = False

    def take(self, checkpoint: Checkpoint | None) -> None:
        """Take in a checkpoint, where there is one."""
        if checkpoint is None or checkpoint.number <= self._last:
            return
        if checkpoint.after is None:
            self._parts, self._whole = checkpoint.snapshot.history, True
        elif checkpoint.after == self._last:
            self._parts += checkpoint.snapshot.history
        else:
            self.incomplete = True
            return
        self.incomplete = False
        self._last = checkpoint.number
        self._state = checkpoint.snapshot.state

    def give(self) -> tuple[Snapshot, bool] | None:
        """What has come since this was asked last, and whether it is whole; None where nothing has."""
        if self._state is None:
            return None
        given = Snapshot(self._state, self._parts), self._whole
        self._forget()
        return given

    def _forget(self) -> None:
        self._state, self._parts, self._whole = None, (), False
