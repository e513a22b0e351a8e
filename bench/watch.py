"""Measures for a while what the pages get, and what it costs the server."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Sequence
from typing import Any

from bench.client import Client
from bench.crowd import Crowd
from bench.figures import histogram_quantile, jain, quantile
from bench.served import ServedForLoad, buckets

LAG = "playground_loop_lag_seconds"


def watch(server: ServedForLoad, crowd: Crowd, playing: Sequence[Client], seconds: float) -> dict[str, Any]:
    """Let the crowd go on for so long; return what those who play got, and what it cost."""
    for client in crowd.clients:
        client.record.clear()
    counted, used, own = server.metrics(), server.cpu(), time.process_time()
    begun = time.monotonic()
    crowd.drive(seconds)
    elapsed = time.monotonic() - begun
    own = time.process_time() - own
    used_after, counted_after = server.cpu(), server.metrics()
    cpu = {duty: used_after[duty] - used.get(duty, 0.0) for duty in used_after} | {"generator": own}
    got = received(playing, elapsed)
    frames = max(1, got["frames"])
    memory = server.memory()
    return {
        "connected": sum(client.closed is None for client in crowd.clients),
        **got,
        "loop_lag_p99_ms": 1000 * histogram_quantile(buckets(counted, counted_after, LAG), 0.99),
        "cores": {duty: seconds_used / elapsed for duty, seconds_used in cpu.items()},
        "microseconds_a_frame": {
            "server": 1e6 * cpu.get("server", 0.0) / frames,
            "shards": 1e6 * cpu.get("shard", 0.0) / frames,
            "generator": 1e6 * own / frames,
        },
        "megabytes": {**memory, "all": sum(memory.values())},
    }


def received(playing: Sequence[Client], elapsed: float) -> dict[str, Any]:
    """Frames, intervals, epochs and bytes of the pages that play."""
    frames = [client.record.frames for client in playing]
    rates = [count / elapsed for count in frames]
    spans = intervals(playing)
    epochs = [epochs_a_second(client) for client in playing]
    size = sum(client.record.bytes for client in playing)
    return {
        "playing": len(playing),
        "frames": sum(frames),
        "frames_per_second": {"min": min(rates), "median": statistics.median(rates)},
        "interval_ms": {"p50": 1000 * quantile(spans, 0.5), "p99": 1000 * quantile(spans, 0.99)},
        "epochs_per_second": {"min": min(epochs), "median": statistics.median(epochs), "all": sum(epochs)},
        "jain": jain(epochs),
        "bytes_a_frame": size / max(1, sum(frames)),
        "kilobytes_a_second": size / len(playing) / elapsed / 1000,
        "errors": sorted({error for client in playing for error in client.record.errors}),
    }


def intervals(clients: Sequence[Client]) -> list[float]:
    """Seconds between two frames of one page, over all pages; none across a line that was cut."""
    return [
        later - earlier
        for client in clients
        for earlier, later in zip(client.record.times, client.record.times[1:], strict=False)
        if not math.isnan(later - earlier)
    ]


def epochs_a_second(client: Client) -> float:
    """How fast a page's run went between its first and its last frame."""
    seen = [
        (at, epoch)
        for at, epoch in zip(client.record.times, client.record.epochs, strict=True)
        if not math.isnan(at)
    ]
    (begun, first), (ended, last) = (seen[0], seen[-1]) if seen else ((0.0, 0), (0.0, 0))
    return (last - first) / (ended - begun) if ended > begun else 0.0
