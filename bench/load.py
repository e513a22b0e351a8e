"""A whole class at once, on a server of its own: ``python -m bench.load [--clients 10,30,100,300] [--json]``.

Further options add what else may happen: ``--connected 1000 --playing 300`` (most only look), ``--stalled 20`` (pages
that read nothing), ``--greedy`` (one user with ten tabs and the largest network), ``--kill`` (a shard is killed).
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bench import table
from bench.crowd import Crowd
from bench.figures import finite
from bench.pupils import lively, pupil
from bench.served import ServedForLoad
from bench.trouble import greedy, kill, stalled
from bench.watch import watch

SETTLING = 3.0
DETACHED_SECONDS = "5"

Tell = Callable[[str], None]


@contextmanager
def served() -> Iterator[ServedForLoad]:
    """A server for one scenario."""
    server = ServedForLoad(detached_seconds=DETACHED_SECONDS, log_level="warning")
    try:
        yield server
    finally:
        server.stop()


def grow(sizes: list[int], seconds: float, tell: Tell) -> dict[str, Any]:
    """More and more pages on one server; each size is measured once it has settled."""
    with served() as server:
        idle = sum(server.memory().values())
        start = {"page_after": server.page_after, "ready_after": server.ready_after, "megabytes": idle}
        crowd = Crowd()
        stages = []
        for size in sizes:
            tell(f"{size} play …")
            new = [pupil(server, number) for number in range(len(crowd.clients), size)]
            crowd.arrive(new)
            for client in new:
                lively(crowd, client)
            crowd.drive(SETTLING)
            stage = watch(server, crowd, crowd.clients, seconds)
            stage["megabytes_a_run"] = (stage["megabytes"]["all"] - idle) / size
            stages.append(stage)
        return {"start": start, "stages": stages, "growth": table.growths(stages)}


def connected(everybody: int, playing: int, seconds: float, tell: Tell) -> dict[str, Any]:
    """Many pages are open, and some of them train."""
    with served() as server:
        tell(f"{everybody} are connected, {playing} of them play …")
        crowd = Crowd()
        players = [pupil(server, number) for number in range(playing)]
        others = [pupil(server, number, plays=False) for number in range(playing, everybody)]
        crowd.arrive(others)
        crowd.arrive(players)
        crowd.drive(SETTLING)
        stage = watch(server, crowd, players, seconds)
        return {**stage, "dropped": sum(client.closed is not None for client in crowd.clients)}


def main() -> None:
    """Measure what was asked for, and print it as a table or as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", default="10,30,100,300", help="how many play, one size after another")
    parser.add_argument("--seconds", type=float, default=6.0, help="how long each is measured")
    parser.add_argument("--connected", type=int, help="pages that are open")
    parser.add_argument("--playing", type=int, default=300, help="pages of these that play")
    parser.add_argument("--stalled", type=int, help="pages that read nothing")
    parser.add_argument(
        "--greedy", action="store_true", help="one user with ten tabs and the largest network"
    )
    parser.add_argument("--kill", action="store_true", help="kill a shard under load")
    parser.add_argument(
        "--others", type=int, default=40, help="pages that play beside stalled, greedy and kill"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    def tell(text: str) -> None:
        sys.stderr.write(f"{text}\n")

    found: dict[str, Any] = {}
    sizes = [int(size) for size in given.clients.split(",") if size]
    if sizes:
        found["grow"] = grow(sizes, given.seconds, tell)
    if given.connected:
        found["connected"] = connected(given.connected, given.playing, given.seconds, tell)
    for name, wanted, scenario in (
        ("stalled", given.stalled, stalled),
        ("greedy", given.greedy, greedy),
        ("kill", given.kill, kill),
    ):
        if wanted:
            with served() as server:
                found[name] = scenario(server, given.others, given.seconds, int(wanted), tell)
    sys.stdout.write(json.dumps(finite(found), allow_nan=False) + "\n" if given.json else table.text(found))


if __name__ == "__main__":
    main()
