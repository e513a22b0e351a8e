"""Puts the server together."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from time import monotonic

from fastapi import FastAPI
from starlette.websockets import WebSocket

from app import api, pages, tables
from app.backends import BACKENDS, Supply
from app.connection import Connection, House
from app.live_run import Rhythm
from app.metrics import Metrics
from app.metrics.present import Present
from app.metrics.processes import Processes
from app.metrics.requests import CountRequests
from app.quarantine import Quarantine
from app.runs import Runs
from app.scheduler import Scheduler
from app.security import SecurityHeaders, origin_allowed, user_of
from app.settings import Settings
from app.store import Store
from app.wire.events import CloseCode, Refusal, numbered

LAG_SECONDS = 0.1


def create_app(settings: Settings, supply: Supply | None = None, built: Path = pages.BUILT) -> FastAPI:
    """The whole application.

    Parameters
    ----------
    settings
        What whoever runs the server has set.
    supply
        Where runs train; made as the settings say when not given.
    built
        Folder of the built front end.
    """
    metrics = Metrics()
    folder = settings.data_dir / "tables"
    uploads = tables.Tables(
        tables.TableRules(
            folder, 1_000_000 * settings.tables_megabytes, settings.keep_days, settings.public_url
        )
    )
    store = Store(settings.data_dir)
    supply = supply or BACKENDS[settings.backend](settings, folder)
    scheduler = Scheduler(supply, store, Quarantine(settings.quarantine_seconds), metrics)
    rhythm = Rhythm(frame=1 / settings.frames_per_second, snapshot=settings.snapshot_seconds)
    runs = Runs(scheduler, store, metrics, rhythm, settings.detached_seconds)
    processes = Processes(scheduler.processes)
    metrics.also(Present(runs, scheduler, store))
    metrics.also(processes)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        store.start()
        scheduler.start()
        tasks = [
            asyncio.create_task(asyncio.to_thread(api.prepare), name="documents"),
            asyncio.create_task(runs.keep_tidy(settings.keep_days), name="tidy"),
            asyncio.create_task(uploads.keep_tidy(), name="tables"),
            asyncio.create_task(_measure_lag(metrics), name="lag"),
        ]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await scheduler.stop()
        await store.stop()

    app = FastAPI(
        title="Neural network playground",
        version=version("neural-network-playground"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.metrics = metrics
    app.state.processes = processes
    app.state.scheduler = scheduler
    app.state.store = store
    app.state.built = built
    app.state.tables = uploads
    app.include_router(api.router)
    app.include_router(tables.router)
    app.include_router(pages.router)
    app.mount(pages.BUILT_URL, pages.BuiltFiles(directory=built, check_dir=False))
    app.add_middleware(SecurityHeaders, secure_cookie=(settings.public_url or "").startswith("https:"))
    app.add_middleware(CountRequests, requests=metrics.requests)
    _answer_pages(app, House(settings, runs, metrics))
    return app


def _answer_pages(app: FastAPI, house: House) -> None:
    """Let pages connect, unless there are too many already."""
    settings, metrics = house.settings, house.metrics
    users: Counter[str] = Counter()

    @app.websocket("/ws")
    async def serve(websocket: WebSocket) -> None:
        await websocket.accept()
        if not origin_allowed(websocket.headers, settings.public_url):
            await websocket.close(CloseCode.FOREIGN_ORIGIN, "This page may not use this server.")
            return
        user = user_of(websocket)
        if users.total() >= settings.connections or users[user] >= settings.connections_per_user:
            metrics.refused.labels("full").inc()
            await _refuse(websocket, own=users[user] >= settings.connections_per_user)
            return
        users[user] += 1
        metrics.connections.inc()
        try:
            await Connection(websocket, house, user).serve()
        finally:
            metrics.connections.dec()
            users[user] -= 1
            if not users[user]:
                del users[user]


async def _refuse(websocket: WebSocket, *, own: bool) -> None:
    """Tell a page kindly that there is no place for it."""
    refusal = Refusal(
        code="unavailable",
        message="This browser has too many pages open here." if own else "The playground is full.",
        hint="Close some of them." if own else "Try again in a few minutes.",
    )
    await websocket.send_text(numbered(refusal, 0))
    await websocket.close(CloseCode.TRY_LATER, refusal.message)


async def _measure_lag(metrics: Metrics) -> None:
    """Note for ever how late the event loop is."""
    while True:
        expected = monotonic() + LAG_SECONDS
        await asyncio.sleep(LAG_SECONDS)
        metrics.loop_lag.observe(max(0.0, monotonic() - expected))
