"""What is true at the moment when somebody asks: the runs, the shards, and what is not yet on the disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from time import monotonic
from typing import TYPE_CHECKING, get_args

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.wire.events import RunState

if TYPE_CHECKING:
    from app.runs import Runs
    from app.scheduler import Scheduler
    from app.store import Store

WAITING_SECONDS = 1.0
"""A run that wants to train and got no turn for so long is waiting for the machine."""


class Present(Collector):
    """Looks at the runs, the shards and the store."""

    def __init__(self, runs: Runs, scheduler: Scheduler, store: Store) -> None:
        self._runs = runs
        self._scheduler = scheduler
        self._store = store

    def collect(self) -> Iterator[Metric]:
        """Count now."""
        yield from self._of_runs(monotonic())
        yield _single("snapshots_unsaved", "Runs that wait to be written to disk.", self._store.waiting)
        yield _single("unsaved_bytes", "What waits to be written to disk.", self._store.unsaved_bytes)
        desks = {desk.shard.name: desk for desk in self._scheduler.desks}
        for name, documentation, values in (
            ("shard_up", "Whether a shard works.", {n: desk.ready.is_set() for n, desk in desks.items()}),
            ("shard_runs", "Runs that have their place there.", {n: len(d.runs) for n, d in desks.items()}),
            ("shard_lives", "How often it was started.", {n: desk.shard.life for n, desk in desks.items()}),
        ):
            yield _several(name, documentation, "shard", values)

    def _of_runs(self, now: float) -> Iterator[Metric]:
        runs = list(self._runs.held())
        states = Counter(run.state for run in runs)
        every_state = {state: states[state] for state in get_args(RunState)}
        yield _several("runs", "Runs in memory.", "state", every_state)
        for name, documentation, value in (
            ("users", "Browsers that have a run in memory.", len({run.user for run in runs})),
            ("runs_detached", "Runs whose page has gone.", sum(run.detached_at is not None for run in runs)),
            (
                "runs_waiting",
                "Runs that want to train and had no turn for a second or more.",
                sum(run.waits(now) > WAITING_SECONDS for run in runs),
            ),
            (
                "snapshot_age_seconds",
                "The most training that the loss of a shard would cost now.",
                max((now - run.kept_at for run in runs if run.active), default=0.0),
            ),
        ):
            yield _single(name, documentation, value)


def _single(name: str, documentation: str, value: float) -> Metric:
    return GaugeMetricFamily(f"playground_{name}", documentation, value)


def _several(name: str, documentation: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"playground_{name}", documentation, labels=[label])
    for value_of, value in values.items():
        family.add_metric([value_of], float(value))
    return family
