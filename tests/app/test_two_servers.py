"""Two servers behind a proxy, with one database: when one is killed, its pages go on with the other."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import yaml
from websockets.exceptions import InvalidStatus

from app.database import Database
from app.listen import listening_socket
from app.records import Record
from tests.app.curves import EPOCHS, whole_history
from tests.app.page import Page
from tests.app.postgres import postgres

COMPOSE = yaml.safe_load((Path(__file__).parents[2] / "compose.yaml").read_text(encoding="utf-8"))
SLOW = 10  # epochs a second, at which even on a busy machine none has come to its end when the server dies


class Pair:
    """The servers by their names, and the proxy's address."""

    def __init__(self, folder: Path, database: str, stack: ExitStack) -> None:
        haproxy = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
        if haproxy is None:
            pytest.skip("There is no HAProxy: apt-get install haproxy")
        self._folder = folder
        self._stack = stack
        self.database = database
        self.servers: dict[str, subprocess.Popen[str]] = {}
        config: str = COMPOSE["configs"]["proxy"]["content"]
        for name in ("one", "two"):
            config = config.replace(f"{name} {name}:8000", f"{name} {self._serve(name)}")
        with listening_socket("127.0.0.1", 0) as free:
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        path = folder / "haproxy.cfg"
        path.write_text(config.replace("bind :8000", f"bind {self.address}"), encoding="utf-8")
        self._run([haproxy, "-db", "-q", "-f", str(path)], "proxy")

    def _serve(self, name: str) -> str:
        """Start a server; return its host and port."""
        more = {
            "PLAYGROUND_DATABASE_URL": self.database,
            "PLAYGROUND_DATA_DIR": str(self._folder / name),
            "PLAYGROUND_SNAPSHOT_SECONDS": "0.5",
        }
        main = "from app.command_line import main; main()"
        server = self._run(
            [sys.executable, "-c", main, "serve", "--port", "0", "--workers", "1"], name, **more
        )
        assert server.stdout is not None
        found = re.search(r"http://(127\.0\.0\.1:\d+)$", server.stdout.readline().strip())
        assert found
        self.servers[name] = server
        return found[1]

    def _run(self, command: list[str], name: str, **environment: str) -> subprocess.Popen[str]:
        log = self._stack.enter_context((self._folder / f"{name}.log").open("w"))
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **environment}
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        assert process.stdout is not None
        self._stack.callback(process.stdout.close)
        return process


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with postgres() as url, ExitStack() as stack:
        yield Pair(tmp_path, url, stack)


async def cookies_of(pair: Pair, other_than: str | None = None) -> dict[str, str]:
    """What the proxy gives to a new browser, of which it keeps with one server; waits until one is ready."""
    async with asyncio.timeout(240):
        while True:
            async with httpx.AsyncClient(base_url=f"http://{pair.address}", timeout=60) as client:
                try:
                    answer = await client.get("/readyz")
                except httpx.HTTPError:
                    answer = httpx.Response(503)
                found = dict(client.cookies)
            if answer.status_code == 200 and found.get("server") not in {None, other_than}:
                return found
            await asyncio.sleep(0.1)


def plays(record: Record | None) -> bool:
    return record is not None and record.state == "playing"


async def until_kept(pair: Pair, run: str) -> None:
    """Wait until it is in the database that a run plays."""
    with closing(Database(pair.database)) as place:
        async with asyncio.timeout(90):
            while not plays(await asyncio.to_thread(place.read, run)):  # noqa: ASYNC110 - a database tells nobody
                await asyncio.sleep(0.05)


def page_of(pair: Pair, cookies: dict[str, str]) -> Page:
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return Page(f"ws://{pair.address}/ws", additional_headers={"Cookie": header})


@asynccontextmanager
async def page_that_comes_back(pair: Pair, cookies: dict[str, str]) -> AsyncIterator[Page]:
    """A page that tries again, as the real one does."""
    async with asyncio.timeout(90), AsyncExitStack() as trying:
        while True:
            try:
                page = await trying.enter_async_context(page_of(pair, cookies))
                break
            except InvalidStatus:
                await asyncio.sleep(0.25)
        stack = trying.pop_all()
    async with stack:
        yield page


@pytest.mark.timeout(600)
@pytest.mark.xdist_group("postgres")
async def test_the_pages_of_a_killed_server_go_on_with_the_other_as_if_nothing_had_happened(
    pair: Pair, spiral: dict[str, Any]
) -> None:
    spiral["training"]["epochs"] = EPOCHS
    first = await cookies_of(pair)
    second = await cookies_of(pair, other_than=first["server"])
    async with page_of(pair, first) as moved, page_of(pair, second) as undisturbed:
        for page in (moved, undisturbed):
            welcome = await page.hello()
            await page.watch("history")
            await page.configure(spiral)
            await page.send(op="play", epochs_per_second=SLOW)
            await page.wait("frame", lambda frame: frame["epoch"] > SLOW)
            if page is moved:
                known = welcome
        await until_kept(pair, known["run"])
        pair.servers[first["server"]].kill()
        await moved.wait_closed()
        newest = moved.messages[-1]["seq"]
        async with page_that_comes_back(pair, first) as again:
            welcome = await again.hello(run=known["run"], token=known["token"], last_seq=newest)
            assert welcome["resumed"]
            await again.watch("history")
            await again.wait("status", lambda status: status["cause"] == "restored")
            await again.send(op="play", epochs_per_second="max")
            curve = await whole_history(again, EPOCHS)
        await undisturbed.send(op="play", epochs_per_second="max")
        np.testing.assert_array_equal(curve, await whole_history(undisturbed, EPOCHS))
        assert not any(event.get("cause") == "restored" for event in undisturbed.texts())
