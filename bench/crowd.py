"""Many pages at once, in one thread: it looks at all lines some 250 times a second and paints 60 times a second."""

from __future__ import annotations

import random
import select
import time
from collections import deque
from collections.abc import Callable, Sequence

from bench.client import Client

BEAT = 0.004
"""Seconds between two looks at the lines; what is measured of intervals is as fine as this."""

PAINT = 1 / 60
"""A page paints, and so acknowledges, at its next animation frame."""

CONNECTING_AT_ONCE = 10
"""A class does not come in one instant; more handshakes than this wait for their turn."""


class Crowd:
    """Drives pages; each paints at moments of its own."""

    def __init__(self) -> None:
        self.clients: list[Client] = []
        self._poll = select.epoll()
        self._by_line: dict[int, Client] = {}
        self._painting: deque[list[Client]] = deque([] for _ in range(round(PAINT / BEAT) + 1))
        self._later: list[tuple[float, Callable[[], None]]] = []
        """What is to be done when: edits, lost connections, killed shards."""

    def begin(self, client: Client) -> None:
        """Open a page's line."""
        line = client.connect().fileno()
        self._by_line[line] = client
        self._poll.register(line, select.EPOLLIN)

    def end(self, client: Client) -> None:
        """Cut a page's line."""
        line = client.socket.fileno()
        if line in self._by_line:
            self._poll.unregister(line)
            del self._by_line[line]
        client.leave()

    def stop_reading(self, client: Client) -> None:
        """Let a page read nothing any more."""
        self._poll.unregister(client.socket.fileno())

    def arrive(self, clients: Sequence[Client], patience: float = 120.0) -> None:
        """Open pages, a few at a time, and go on until each has what it came for."""
        self.clients += clients
        waiting = deque(clients)
        under_way: list[Client] = []
        deadline = time.monotonic() + patience
        while waiting or under_way:
            under_way = [client for client in under_way if not _arrived(client)]
            while waiting and len(under_way) < CONNECTING_AT_ONCE:
                under_way.append(waiting.popleft())
                self.begin(under_way[-1])
            self._beat()
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(waiting) + len(under_way)} pages did not get ready.")

    def drive(self, seconds: float) -> None:
        """Go on for so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._beat()

    def at(self, seconds: float, what: Callable[[], None]) -> None:
        """Do something in so many seconds."""
        self._later.append((time.monotonic() + seconds, what))
        self._later.sort(key=lambda due: due[0])

    def _beat(self) -> None:
        begun = time.monotonic()
        while self._later and self._later[0][0] <= begun:
            self._later.pop(0)[1]()
        for line, _ in self._poll.poll(0, 4096):
            client = self._by_line[line]
            had = len(client.record.times)
            if not client.read(begun):
                self._lost(line, client)
            elif len(client.record.times) > had:
                self._painting[random.randrange(len(self._painting))].append(client)  # noqa: S311
        due = self._painting.popleft()
        self._painting.append([])
        for client in due:
            if client.closed is None and client.state != "away":
                client.acknowledge()
        left = BEAT - (time.monotonic() - begun)
        if left > 0:
            time.sleep(left)

    def _lost(self, line: int, client: Client) -> None:
        self._poll.unregister(line)
        del self._by_line[line]
        client.socket.close()
        client.state = "lost"


def _arrived(client: Client) -> bool:
    return client.state in {"playing", "ready", "lost", "away"}
