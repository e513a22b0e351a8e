"""Takes what shards save of their runs to the store, and gives it back where a run has to be opened again."""

from __future__ import annotations

from time import monotonic

from app.backends.protocol import Save, Shard
from app.live_run import LiveRun
from app.records import RecordError
from app.store import Store
from engine.snapshot import Snapshot

WHOLE: Save = "whole"


class Keeping:
    """What is saved of the runs of every desk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, run: LiveRun, *, soon: bool = True) -> None:
        """Put what has come of a run's checkpoints into the store, with what the run is doing now.

        On the disk it is soon, or with what comes in the next seconds.
        """
        given = run.saving.give()
        if run.spec is not None and given is not None:
            snapshot, whole = given
            run.unsaved = False
            run.kept_at = monotonic()
            self._store.put(run.record(snapshot), whole=whole, soon=soon)
        if run.saving.incomplete:
            run.unsaved = True

    async def save(self, run: LiveRun, shard: Shard) -> None:
        """Save a run as it is, and keep that.

        Raises
        ------
        ShardLostError
            Where its shard is gone.
        """
        self.notice(run)
        for which in "whole" if run.saving.incomplete else "new", WHOLE:
            run.saving.take(await shard.save(run.id, which))
            if not run.saving.incomplete:
                break
        self.keep(run)

    def notice(self, run: LiveRun) -> None:
        """Note where the store cannot go on from what it has of a run, so that the next checkpoint is whole."""
        if run.id in self._store.lacking:
            run.saving.incomplete = True

    async def last(self, run: LiveRun) -> Snapshot | None:
        """What a run was when it was saved last; None where that cannot be known."""
        self.keep(run)
        try:
            record = await self._store.get(run.id)
        except RecordError:
            return None
        return record.snapshot if record is not None else None
