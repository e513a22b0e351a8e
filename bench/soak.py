"""Whether a server stays as it was however long it runs: ``python -m bench.soak [--minutes N] [--clients N] [--json]``.

Pages come, play, edit, lose their line and leave for ever, one after another. Meanwhile memory, file descriptors,
threads and tasks are looked at, and at the end, when everybody has left, once more.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import psutil

from bench.crowd import Crowd
from bench.pupils import lively, pupil
from bench.served import ServedForLoad, total

LOOK_EVERY = 2.0
STAY = (4.0, 20.0)
"""Seconds that a page stays."""

DETACHED_SECONDS = 2.0
SETTLED = 0.3
"""The first part of the time, in which caches fill and processes reach their size, does not count for the slopes."""

EMPTY_WITHIN = 60.0
FIGURES = ("server_megabytes", "shards_megabytes", "descriptors", "threads", "tasks", "runs")

Look = dict[str, float]


def look(server: ServedForLoad, begun: float) -> Look:
    """What the server takes now."""
    memory, figures = server.memory(), server.metrics()
    descriptors = threads = 0
    for pid in server.processes():
        try:
            process = psutil.Process(pid)
            descriptors += process.num_fds()
            threads += process.num_threads()
        except psutil.NoSuchProcess:
            continue
    return {
        "seconds": time.monotonic() - begun,
        "server_megabytes": memory.get("server", 0.0),
        "shards_megabytes": memory.get("shard", 0.0),
        "descriptors": descriptors,
        "threads": threads,
        "tasks": total(figures, "playground_tasks"),
        "runs": total(figures, "playground_runs"),
    }


def soak(server: ServedForLoad, clients: int, seconds: float) -> dict[str, Any]:
    """Let so many pages at once come and go for so long; return the looks and what is left in the end."""
    crowd = Crowd()
    begun = time.monotonic()
    first = look(server, begun)
    came = 0

    def come() -> None:
        nonlocal came
        came += 1
        page = pupil(server, came)
        crowd.clients.append(page)
        crowd.begin(page)
        lively(crowd, page)

        def leave() -> None:
            crowd.end(page)
            crowd.clients.remove(page)
            if time.monotonic() < begun + seconds:
                come()

        crowd.at(random.uniform(*STAY), leave)  # noqa: S311

    for _ in range(clients):
        come()
    looks = []
    while time.monotonic() < begun + seconds:
        crowd.drive(LOOK_EVERY)
        looks.append(look(server, begun))
    for page in list(crowd.clients):
        crowd.end(page)
    deadline = time.monotonic() + EMPTY_WITHIN
    while _busy(last := look(server, begun), first) and time.monotonic() < deadline:
        time.sleep(0.5)
    return {"pages": came, "before": first, "looks": looks, "after": last, "an_hour": slopes(looks)}


def _busy(now: Look, before: Look) -> bool:
    """Whether runs are there, or the server has something in hand that it had not before, such as a file it writes."""
    return now["runs"] > 0 or any(now[name] > before[name] for name in ("descriptors", "tasks"))


def slopes(looks: Sequence[Look]) -> dict[str, float]:
    """How much more there is of each figure after an hour, as a line through the looks says."""
    counted = looks[int(SETTLED * len(looks)) :]
    if len(counted) < 2:
        return {}
    hours = np.array([each["seconds"] for each in counted]) / 3600
    return {name: float(np.polyfit(hours, [each[name] for each in counted], 1)[0]) for name in FIGURES}


def text(found: dict[str, Any]) -> str:
    """What was found, as a table."""
    looks = found["looks"]
    lines = [f"{found['pages']} pages came and went.", ""]
    lines.append(f"{'':18}{'before':>10}{'first':>10}{'last':>10}{'after':>10}{'an hour':>12}")
    for name in FIGURES:
        row = (found["before"], looks[0], looks[-1], found["after"])
        change = found["an_hour"].get(name, 0.0)
        lines.append(f"{name:18}" + "".join(f"{each[name]:>10.1f}" for each in row) + f"{change:>+12.1f}")
    return "\n".join(lines)


def main() -> None:
    """Soak a server of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    server = ServedForLoad(detached_seconds=str(DETACHED_SECONDS), log_level="warning")
    try:
        found = soak(server, given.clients, 60 * given.minutes)
    finally:
        server.stop()
    sys.stdout.write(json.dumps(found) + "\n" if given.json else text(found) + "\n")


if __name__ == "__main__":
    main()
