"""A shard somewhere in a Ray cluster."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import structlog

from app.backends.actor import Whereabouts
from app.backends.cluster import Cluster, ClusterError
from app.backends.protocol import Order, Reconfigure, Report, Shard, ShardLostError
from app.backends.remote import START_SECONDS, STOP_SECONDS, RemoteShard
from app.backends.supply import Supply
from engine.snapshot import Snapshot
from engine.tables import Shelf

Result = TypeVar("Result")

ENDING_SECONDS = 2.0
GROWTH_SECONDS = 5.0


class ClusterShard(RemoteShard):
    """One actor: when it or its node dies, only its own runs are affected.

    Parameters
    ----------
    deadline
        Seconds after which a silent actor is given up.
    tables
        Folder of people's tables; those that runs need are sent along.
    """

    def __init__(self, name: str, cluster: Cluster, deadline: float, tables: Path) -> None:
        self.name = name
        self.life = 0
        self.pid: int | None = None
        """Always None: the process may be on another machine."""

        self.lacks_pytorch = False

        self.home: Whereabouts | None = None
        self._cluster = cluster
        self._deadline = deadline
        self._shelf = Shelf(tables)
        self._sent: set[str] = set()
        self._actor: Any = None
        self._log = structlog.get_logger().bind(shard=name)

    async def revive(self) -> None:
        """Start an actor on whichever node has room, and wait until it is warm."""
        begun = monotonic()
        self.kill()
        self.life += 1
        self.home = None
        self._sent.clear()
        await self._cluster.connect()
        self._actor = self._cluster.actor(self.name)
        try:
            self.home = Whereabouts(*await self._ask("get_ready", seconds=START_SECONDS))
        except ShardLostError:
            raise ClusterError(
                f"No node of the cluster took {self.name}.", "Add a node, or see what Ray's logs say."
            ) from None
        self._cluster.watch(self.home.node)
        seconds = round(monotonic() - begun, 3)
        self._log.info("shard ready", node=self.home.node, life=self.life, seconds=seconds)

    async def open(self, run: str, document: dict[str, Any], snapshot: Snapshot | None) -> Report:
        await self._send_table(document.get("data"))
        return await super().open(run, document, snapshot)

    async def command(self, run: str, order: Order) -> Report:
        if isinstance(order, Reconfigure):
            part, _, name = order.path.partition(".")
            if part == "data":
                await self._send_table({name: order.value} if name else order.value)
        return await super().command(run, order)

    async def stop(self) -> None:
        if self.home is not None:
            with suppress(ShardLostError):
                await self._ask("leave", seconds=STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End the actor now, whatever it is doing."""
        if self._actor is not None:
            self._cluster.ray.kill(self._actor)

    async def _send_table(self, data: object) -> None:
        """Send the table that a spec's data name, once in a life."""
        name = str(data.get("table") or "") if isinstance(data, dict) else ""
        table = None if name in self._sent else await asyncio.to_thread(self._shelf.file, name)
        if table is not None:
            await self._ask("keep_table", table)
            self._sent.add(name)

    async def _call(self, work: Callable[..., Result], *given: Any) -> Result:
        result: Result = await self._ask("carry_out", work, *given)
        return result

    async def _ask(self, method: str, *given: object, seconds: float | None = None) -> Any:
        """Have something done by the actor; one that stays silent too long is killed."""
        actor, home = self._actor, self.home
        if actor is None:
            raise ShardLostError
        exceptions = self._cluster.ray.exceptions
        answer = asyncio.wrap_future(getattr(actor, method).remote(*given).future())
        deadline = seconds or self._deadline
        done, _ = await asyncio.wait([answer], timeout=deadline)
        if not done:
            self._log.warning("shard hangs", seconds=deadline)
            self._cluster.ray.kill(actor)
            done, _ = await asyncio.wait([answer], timeout=ENDING_SECONDS)
        try:
            return answer.result()
        except exceptions.RayTaskError:
            raise  # The actor lives, and tells of a mistake.
        except (exceptions.RayError, asyncio.InvalidStateError):
            answer.cancel()
            said = await self._cluster.last_words(*home) if home is not None else None
            raise ShardLostError(said) from None


class ClusterSupply(Supply):
    """A shard for every processor of the cluster, also of nodes that join while the server runs.

    Parameters
    ----------
    most
        At most so many shards.
    """

    def __init__(self, cluster: Cluster, most: int, deadline: float, tables: Path) -> None:
        self._cluster = cluster
        self._most = most
        self._deadline = deadline
        self._tables = tables
        super().__init__([self._shard(0)])

    def _shard(self, number: int) -> Shard:
        return ClusterShard(f"shard-{number}", self._cluster, self._deadline, self._tables)

    async def later(self) -> AsyncIterator[Shard]:
        """Look again and again whether there is room for more."""
        while len(self.shards) < self._most:
            try:
                room = min(self._most, await self._cluster.processors())
            except Exception:  # noqa: BLE001 - a cluster that does not answer now may answer later
                structlog.get_logger().exception("the cluster does not tell how large it is")
                room = 0
            while len(self.shards) < room:
                self.shards.append(self._shard(len(self.shards)))
                yield self.shards[-1]
            await asyncio.sleep(GROWTH_SECONDS)

    async def stop(self) -> None:
        """Leave the cluster."""
        await self._cluster.disconnect()
