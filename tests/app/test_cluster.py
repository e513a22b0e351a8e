"""A real Ray cluster of three nodes on this machine: a node dies, and its runs go on elsewhere."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from tests.app.curves import EPOCHS, whole_history
from tests.app.nodes import Nodes, need_ray, nodes
from tests.app.page import Page
from tests.app.test_serve import heavy_libraries

SLOW = 10  # epochs a second, at which even on a busy machine none has come to its end when the node dies


@pytest.fixture
def cluster() -> Iterator[Nodes]:
    need_ray()
    with nodes() as running:
        yield running


@pytest.fixture
def address(cluster: Nodes, tmp_path: Path) -> Iterator[str]:
    """A server of its own that trains on the cluster."""
    environment = {
        **cluster.environment,
        "PLAYGROUND_BACKEND": "ray",
        "PLAYGROUND_RAY_ADDRESS": cluster.address,
        "PLAYGROUND_DATA_DIR": str(tmp_path),
    }
    command = [sys.executable, "-c", "from app.command_line import main; main()", "serve", "--port", "0"]
    log = (tmp_path / "server.log").open("wb")
    with (
        log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment) as server,
    ):
        assert server.stdout is not None
        found = re.fullmatch(r"The playground is at (http://127\.0\.0\.1:\d+)\n", server.stdout.readline())
        assert found
        try:
            yield found[1]
            assert heavy_libraries(server.pid) == []
            server.terminate()
            assert server.wait(60) == 0
        finally:
            server.kill()


async def gauge(client: httpx.AsyncClient, name: str) -> dict[str, float]:
    """What a gauge says of every shard."""
    text = (await client.get("/metrics")).text
    return {
        shard: float(value)
        for shard, value in re.findall(rf'^playground_{name}{{shard="([^"]+)"}} (\S+)$', text, re.MULTILINE)
    }


async def shards_up(client: httpx.AsyncClient, count: int) -> None:
    async with asyncio.timeout(240):
        while sum((await gauge(client, "shard_up")).values()) != count:  # noqa: ASYNC110 - asked over HTTP
            await asyncio.sleep(0.1)


@pytest.mark.timeout(600)
@pytest.mark.xdist_group("ray")
async def test_when_a_node_dies_its_runs_go_on_elsewhere_and_others_notice_nothing(
    cluster: Nodes, address: str, spiral: dict[str, Any]
) -> None:
    spiral["training"]["epochs"] = EPOCHS
    doomed, _ = cluster.join(), cluster.join()
    ws = address.replace("http", "ws") + "/ws"
    async with httpx.AsyncClient(base_url=address, timeout=60) as client, AsyncExitStack() as stack:
        await shards_up(client, 2)
        one, two = [await stack.enter_async_context(Page(ws)) for _ in range(2)]
        for page in (one, two):
            await page.hello()
            await page.watch("history")
            await page.configure(spiral)
            await page.send(op="play", epochs_per_second=SLOW)
        for page in (one, two):
            await page.wait("frame", lambda frame: frame["epoch"] > SLOW)
        assert sorted((await gauge(client, "shard_runs")).values()) == [1, 1]
        doomed.kill()
        for page in (one, two):
            await page.send(op="play", epochs_per_second="max")
        curves = [await whole_history(page, EPOCHS) for page in (one, two)]
        np.testing.assert_array_equal(*curves)
        restored = [any(event.get("cause") == "restored" for event in page.texts()) for page in (one, two)]
        assert sorted(restored) == [False, True]
        assert sorted((await gauge(client, "shard_up")).values()) == [0, 1]
        assert sorted((await gauge(client, "shard_runs")).values()) == [0, 2]
        cluster.join()
        await shards_up(client, 2)
        place = one.mark()
        await one.send(op="play", epochs_per_second="max")
        await one.until("finished", after=place)
