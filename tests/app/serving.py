"""The whole server inside a test's event loop, on a port of its own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from app.backends import Shard, Supply
from app.listen import listening_socket, server_of
from app.scheduler import Scheduler
from app.server import create_app
from app.settings import Settings


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    port: int
    app: FastAPI
    shards: list[Shard]

    @property
    def ws(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def scheduler(self) -> Scheduler:
        scheduler = self.app.state.scheduler
        assert isinstance(scheduler, Scheduler)
        return scheduler

    async def ready(self) -> None:
        """Wait until the shards work."""
        async with asyncio.timeout(240):
            await asyncio.gather(*(desk.ready.wait() for desk in self.scheduler.desks))


@asynccontextmanager
async def serving(
    shards: list[Shard] | Supply, folder: Path, send_buffer: int | None = None, **settings: Any
) -> AsyncIterator[Served]:
    """Serve until the test is done with it; ``send_buffer`` is what the system holds for a slow page, in bytes."""
    chosen = Settings(data_dir=folder, **settings)
    supply = shards if isinstance(shards, Supply) else Supply(shards)
    app = create_app(chosen, supply)
    made: socket.socket = listening_socket("127.0.0.1", 0)
    if send_buffer is not None:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
    server = server_of(app, chosen)
    server.config.timeout_graceful_shutdown = 2
    task = asyncio.create_task(server.serve(sockets=[made]))
    try:
        async with asyncio.timeout(90):
            while not server.started:  # noqa: ASYNC110 - uvicorn tells in no other way
                await asyncio.sleep(0.01)
        served = Served(made.getsockname()[1], app, supply.shards)
        await served.ready()
        yield served
    finally:
        server.should_exit = True
        await task
        made.close()
