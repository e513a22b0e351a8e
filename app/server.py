"""Puts the server together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from time import monotonic

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse

from app import api, pages, tables
from app.admission import Admission, Room
from app.backends import BACKENDS, Shard, Supply
from app.connection import House
from app.database import Database
from app.door import Door
from app.live_run import Rhythm
from app.metrics import Metrics
from app.metrics.present import Present
from app.metrics.processes import Processes
from app.metrics.requests import CountRequests
from app.origins import Origins, OwnPagesOnly
from app.oversight import Oversight
from app.quarantine import Quarantine
from app.runs import Runs
from app.scheduler import Scheduler
from app.security import SecurityHeaders, UserCookie, headers_of
from app.settings import Settings
from app.store import Store

LAG_SECONDS = 0.1
PAGES_AT_WORK = 4
"""A person works on so many pages at once; more are together no faster."""

MISTAKE = {
    "code": "internal",
    "message": "The server made a mistake with this.",
    "hint": "Load the page again.",
}


def create_app(
    settings: Settings, shards: list[Shard] | Supply | None = None, built: Path = pages.BUILT
) -> FastAPI:
    """The whole application.

    Parameters
    ----------
    settings
        What whoever runs the server has set.
    shards
        Where runs train; made as the settings say when not given.
    built
        Folder of the built front end.
    """
    metrics = Metrics()
    folder = settings.data_dir / "tables"
    uploads = tables.Tables(
        tables.TableRules(folder, 1_000_000 * settings.tables_megabytes, settings.keep_days)
    )
    cookie = UserCookie(secure=(settings.public_url or "").lower().startswith("https:"))
    headers = headers_of(settings.framed_by)
    place = Database(settings.database_url.get_secret_value()) if settings.database_url else settings.data_dir
    store = Store(place, settings.snapshot_seconds)
    supply = Supply(shards) if isinstance(shards, list) else shards
    supply = supply or BACKENDS[settings.backend](settings, folder)
    scheduler = Scheduler(supply, store, Quarantine(settings.quarantine_seconds), metrics)
    rhythm = Rhythm(frame=1 / settings.frames_per_second, checkpoint=settings.checkpoint_seconds)
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
            asyncio.create_task(
                Oversight(lambda: scheduler.desks, settings.shard_megabytes).watch(), name="oversight"
            ),
            asyncio.create_task(_measure_lag(metrics), name="lag"),
        ]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await scheduler.stop()
        await store.stop()

    async def mistake(_request: Request, _error: Exception) -> JSONResponse:
        # What goes this way passes none of the middleware below.
        return JSONResponse(MISTAKE, 500, headers)

    app = FastAPI(
        title="Neural network playground",
        version=version("neural-network-playground"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        exception_handlers={Exception: mistake},
    )
    app.state.metrics = metrics
    app.state.processes = processes
    app.state.scheduler = scheduler
    app.state.store = store
    app.state.built = built
    app.state.tables = uploads
    app.state.cookie = cookie
    app.include_router(api.router)
    app.include_router(tables.router)
    app.include_router(pages.router)
    app.mount(pages.BUILT_URL, pages.BuiltFiles(directory=built, check_dir=False))
    origins = Origins(settings.public_url)
    app.add_middleware(OwnPagesOnly, origins=origins)
    app.add_middleware(SecurityHeaders, headers=headers, cookie=cookie)
    app.add_middleware(CountRequests, requests=metrics.requests)
    room = Room(
        settings.connections,
        settings.connections_per_user,
        settings.connections_per_address,
        PAGES_AT_WORK * settings.commands_per_second,
        PAGES_AT_WORK * settings.command_burst,
    )
    door = Door(House(settings, runs, metrics), origins, cookie, Admission(room))
    app.add_api_websocket_route("/ws", door.answer)
    return app


async def _measure_lag(metrics: Metrics) -> None:
    """Note for ever how late the event loop is."""
    while True:
        expected = monotonic() + LAG_SECONDS
        await asyncio.sleep(LAG_SECONDS)
        metrics.loop_lag.observe(max(0.0, monotonic() - expected))
