"""A whole class at once: ``python -m bench.load [--clients 10,30,100,300] [--seconds 6] [--json]``.

It starts a server of its own and drives paced pages against it, from a process of one thread.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from bench.client import Client
from bench.crowd import Crowd
from bench.figures import histogram_quantile, jain, quantile
from bench.served import ServedForLoad, buckets, total

SPEC = Path(__file__).parents[1] / "tests" / "examples" / "spiral_small.json"
MOST_EPOCHS = 100_000
SETTLING = 3.0
EDIT_EVERY = 10.0
RECONNECT_EVERY = 60.0
RATES = (0.003, 0.01, 0.03)


def page(server: ServedForLoad, number: int, cookie: str | None = None, **more: Any) -> Client:
    """A new visitor who plays the spiral network, each with a seed of their own."""
    spec = json.loads(SPEC.read_text(encoding="utf-8"))
    spec["seed"] = number
    spec["training"]["epochs"] = MOST_EPOCHS
    return Client(server.port, spec, user=cookie or server.cookie(), **more)


def live(crowd: Crowd, client: Client) -> None:
    """Have a page edit now and then, and lose its line now and then."""

    def edit() -> None:
        if client.state == "playing":
            client.send(op="patch", path="optimizer.learning_rate", value=random.choice(RATES))  # noqa: S311
        crowd.at(EDIT_EVERY * random.uniform(0.5, 1.5), edit)  # noqa: S311

    def reconnect() -> None:
        if client.state == "playing":
            crowd.end(client)
            crowd.begin(client)
        crowd.at(RECONNECT_EVERY * random.uniform(0.5, 1.5), reconnect)  # noqa: S311

    crowd.at(EDIT_EVERY * random.random(), edit)  # noqa: S311
    crowd.at(RECONNECT_EVERY * random.uniform(0.2, 1.0), reconnect)  # noqa: S311


def watch(server: ServedForLoad, crowd: Crowd, playing: list[Client], seconds: float) -> dict[str, Any]:
    """Measure for so long what the playing pages get, and what it costs."""
    for client in crowd.clients:
        client.record.clear()
    counted, used, own = server.metrics(), server.cpu(), time.process_time()
    begun = time.monotonic()
    crowd.drive(seconds)
    elapsed = time.monotonic() - begun
    own = time.process_time() - own
    used_after, counted_after = server.cpu(), server.metrics()
    cpu = {duty: used_after[duty] - used.get(duty, 0.0) for duty in used_after}
    got = received(playing, elapsed)
    frames = max(1, sum(len(client.record.times) for client in playing))
    memory = server.memory()
    lag = buckets(counted, counted_after, "playground_loop_lag_seconds")
    return {
        "playing": len(playing),
        "connected": sum(client.state not in {"lost", "away"} for client in crowd.clients),
        **got,
        "loop_lag_p99_ms": 1000 * histogram_quantile(lag, 0.99),
        "cpu_share": {duty: seconds_used / elapsed for duty, seconds_used in cpu.items() if seconds_used}
        | {"generator": own / elapsed},
        "microseconds_a_frame": {
            "server": 1e6 * cpu.get("server", 0.0) / frames,
            "generator": 1e6 * own / frames,
        },
        "microseconds_an_epoch_and_its_frames": 1e6
        * cpu.get("shard", 0.0)
        / max(1.0, got["epochs_per_second"]["all"] * elapsed),
        "busy_share": (
            total(counted_after, "playground_shard_busy_seconds_total")
            - total(counted, "playground_shard_busy_seconds_total")
        )
        / elapsed,
        "memory_megabytes": {**memory, "all": sum(memory.values())},
    }


def received(playing: list[Client], elapsed: float) -> dict[str, Any]:
    """Frames, intervals, epochs and bytes of the pages that play."""
    rates = [len(client.record.times) / elapsed for client in playing]
    intervals = [
        later - earlier
        for client in playing
        for earlier, later in zip(client.record.times, client.record.times[1:], strict=False)
        if not math.isnan(later - earlier)
    ]
    epochs = [
        (client.record.epochs[-1] - client.record.epochs[0])
        / max(1e-9, client.record.times[-1] - client.record.times[0])
        if len(client.record.times) > 1
        else 0.0
        for client in playing
    ]
    frames = max(1, sum(len(client.record.times) for client in playing))
    size = sum(client.record.bytes for client in playing)
    return {
        "frames_per_second": {"min": min(rates), "median": statistics.median(rates)},
        "interval_ms": {
            "p50": 1000 * quantile(intervals, 0.5),
            "p99": 1000 * quantile(intervals, 0.99),
            "max": 1000 * max(intervals, default=math.nan),
        },
        "epochs_per_second": {"min": min(epochs), "median": statistics.median(epochs), "all": sum(epochs)},
        "jain": jain(epochs),
        "bytes_a_frame": size / frames,
        "kilobytes_a_second": size / len(playing) / elapsed / 1000,
        "errors": sorted({error for client in playing for error in client.record.errors}),
    }


def grow(server: ServedForLoad, sizes: list[int], seconds: float) -> list[dict[str, Any]]:
    """More and more pages on one server; each size is measured once it has settled."""
    crowd = Crowd([])
    stages = []
    idle = server.memory()
    for size in sizes:
        new = [page(server, number) for number in range(len(crowd.clients), size)]
        crowd.clients += new
        crowd.arrive(new)
        for client in new:
            live(crowd, client)
        crowd.drive(SETTLING)
        stage = watch(server, crowd, crowd.clients, seconds)
        stage["memory_megabytes"]["a_run"] = (stage["memory_megabytes"]["all"] - sum(idle.values())) / size
        stages.append(stage)
        print(json.dumps(stage), file=sys.stderr, flush=True)
    return stages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", default="10,30,100,300")
    parser.add_argument("--seconds", type=float, default=6.0)
    given = parser.parse_args()
    server = ServedForLoad(detached_seconds="5", log_level="warning")
    try:
        print(server.page_after, server.ready_after, server.memory(), file=sys.stderr)
        grow(server, [int(size) for size in given.clients.split(",")], given.seconds)
        print(server.log[-3000:], file=sys.stderr)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
