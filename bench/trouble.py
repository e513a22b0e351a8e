"""What goes wrong in a class: pages that read nothing, somebody who wants everything, a shard that is killed."""

from __future__ import annotations

import os
import signal
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench.client import Client
from bench.crowd import Crowd
from bench.figures import quantile
from bench.pupils import largest, pupil
from bench.served import ServedForLoad, total
from bench.watch import epochs_a_second, intervals, watch

SETTLING = 3.0
TABS = 10
STALLED_BUFFER = 4096
GONE_WITHIN = 40.0
RECOVERY = 8.0

Tell = Callable[[str], None]


def _settled(server: ServedForLoad, others: int) -> Crowd:
    crowd = Crowd()
    crowd.arrive([pupil(server, number) for number in range(others)])
    crowd.drive(SETTLING)
    return crowd


def stalled(server: ServedForLoad, others: int, seconds: float, count: int, tell: Tell) -> dict[str, Any]:
    """So many pages stop to read: what is held for them, when they are gone, and what their neighbors notice."""
    tell(f"{count} pages read nothing …")
    crowd = _settled(server, others)
    neighbors = list(crowd.clients)
    before = watch(server, crowd, neighbors, seconds)
    connections = total(server.metrics(), "playground_connections")
    held = server.memory()["server"]
    idlers = [pupil(server, number, receive_buffer=STALLED_BUFFER) for number in range(count)]
    crowd.arrive(idlers)
    for client in idlers:
        crowd.stop_reading(client)
    begun = time.monotonic()
    during = watch(server, crowd, neighbors, seconds)
    most = server.memory()["server"]
    gone = None
    while gone is None and time.monotonic() < begun + GONE_WITHIN:
        crowd.drive(0.5)
        most = max(most, server.memory()["server"])
        if total(server.metrics(), "playground_connections") <= connections:
            gone = time.monotonic() - begun
    return {
        "stalled": count,
        "gone_after_seconds": gone,
        "megabytes_held": most - held,
        "others_p99_ms": {"before": before["interval_ms"]["p99"], "meanwhile": during["interval_ms"]["p99"]},
    }


def greedy(server: ServedForLoad, others: int, seconds: float, _wanted: int, tell: Tell) -> dict[str, Any]:
    """One user opens ten tabs with the largest network: what is left to the others."""
    tell(f"One user with {TABS} tabs of the largest network, beside {others} …")
    crowd = _settled(server, others)
    neighbors = list(crowd.clients)
    before = watch(server, crowd, neighbors, seconds)
    cookie = server.cookie()
    crowd.arrive([pupil(server, tab, spec=largest(tab), cookie=cookie) for tab in range(TABS)])
    crowd.drive(SETTLING)
    during = watch(server, crowd, neighbors, seconds)
    return {
        "others": others,
        "epochs_per_second": {
            "before": before["epochs_per_second"],
            "meanwhile": during["epochs_per_second"],
        },
        "left": during["epochs_per_second"]["all"] / max(1e-9, before["epochs_per_second"]["all"]),
        "fair": others / (others + len(server.shards())),
        "jain": {"before": before["jain"], "meanwhile": during["jain"]},
        "p99_ms": {"before": before["interval_ms"]["p99"], "meanwhile": during["interval_ms"]["p99"]},
    }


def kill(server: ServedForLoad, others: int, seconds: float, _wanted: int, tell: Tell) -> dict[str, Any]:
    """A shard is killed: when that is noticed, when its runs go on, what they lost, and what the others notice."""
    tell(f"A shard is killed while {others} play …")
    crowd = _settled(server, others)
    watch(server, crowd, crowd.clients, seconds)
    speeds = {client: epochs_a_second(client) for client in crowd.clients}
    before = {client: intervals([client]) for client in crowd.clients}
    for client in crowd.clients:
        client.record.clear()
    losses = total(server.metrics(), "playground_shard_losses_total")
    os.kill(server.shards()[0], signal.SIGKILL)
    begun = time.monotonic()
    noticed = None
    while time.monotonic() < begun + RECOVERY:
        crowd.drive(0.01 if noticed is None else 0.1)
        if noticed is None and total(server.metrics(), "playground_shard_losses_total") > losses:
            noticed = time.monotonic() - begun
    hit = [client for client in crowd.clients if client.restored_at is not None]
    spared = [client for client in crowd.clients if client.restored_at is None]
    lost = [client.lost_epochs / speeds[client] for client in hit if speeds[client]]
    return {
        "runs": len(hit),
        "noticed_within_ms": None if noticed is None else 1000 * noticed,
        "on_again_after_seconds": {
            "median": statistics.median(_back(client, begun) for client in hit) if hit else None,
            "last": max((_back(client, begun) for client in hit), default=None),
        },
        "training_lost_seconds": {
            "median": statistics.median(lost) if lost else None,
            "most": max(lost, default=None),
        },
        "others_p99_ms": {
            "before": 1000 * quantile([span for client in spared for span in before[client]], 0.99),
            "meanwhile": 1000 * quantile(intervals(spared), 0.99),
        },
    }


def _back(client: Client, begun: float) -> float:
    """Seconds until a restored run showed its next frame."""
    restored = client.restored_at or begun
    return next((at for at in client.record.times if at >= restored), restored) - begun
