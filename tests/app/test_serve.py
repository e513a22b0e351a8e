"""``playground serve`` as a process of its own: starts, trains, stays small, stops cleanly."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.app.page import Page

HEAVY = ("libtorch", "llvmlite", "numba")


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A server started from the command line, on a free port, with one shard."""
    command = [
        sys.executable,
        "-c",
        "from app.command_line import main; main()",
        "serve",
        "--port",
        "0",
        "--workers",
        "1",
    ]
    environment = {**os.environ, "PLAYGROUND_DATA_DIR": str(tmp_path)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as started:
        yield started
        if started.poll() is None:
            started.kill()


def address(process: subprocess.Popen[str]) -> str:
    """Where the server says that it is."""
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.fullmatch(r"The playground is at (http://127\.0\.0\.1:\d+)\n", line)
    assert found, line
    return found[1]


def heavy_libraries(pid: int) -> list[str]:
    """Which of the libraries that only shards need a process has loaded, where the system tells."""
    maps = Path(f"/proc/{pid}/maps")
    loaded = maps.read_text(encoding="utf-8") if maps.exists() else ""
    return [name for name in HEAVY if name in loaded]


async def train(http: str, spec: dict[str, Any]) -> dict[str, Any]:
    """Train a run to its end and return its last status; where no kernel is kept, one is compiled first."""
    async with asyncio.timeout(110), httpx.AsyncClient(base_url=http, timeout=60) as client:
        while (await client.get("/readyz")).status_code != 200:  # noqa: ASYNC110 - asked over HTTP
            await asyncio.sleep(0.1)
    async with Page(http.replace("http", "ws") + "/ws") as page:
        await page.hello(accept=["clamped", "fixed"])
        await page.watch("surface", "neurons", "weights", "gradients", "history", "data")
        await page.configure(spec)
        await page.send(op="play", epochs_per_second="max")
        finished = await page.until("finished")
        await page.wait("frame", lambda frame: frame["epoch"] == finished["epoch"])
        return finished


async def test_a_server_trains_elsewhere_and_leaves_nothing_behind(
    process: subprocess.Popen[str], spiral: dict[str, Any]
) -> None:
    assert (await train(address(process), spiral))["epoch"] == 1000
    assert heavy_libraries(process.pid) == []
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert not [line for line in process.stderr if "error" in line.lower() or "warn" in line.lower()]
    _, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []


async def test_a_server_that_dies_takes_its_shards_along(
    process: subprocess.Popen[str], spiral: dict[str, Any]
) -> None:
    assert await train(address(process), spiral)
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    _, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []


def test_a_port_in_use_is_one_sentence(process: subprocess.Popen[str]) -> None:
    port = address(process).rsplit(":", 1)[1]
    command = [sys.executable, "-c", "from app.command_line import main; main()", "serve", "--port", port]
    second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert second.returncode == 2
    assert re.fullmatch(r"The server cannot listen on .*\n", second.stderr)


@pytest.mark.parametrize("seconds", [0.3, 1.5])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_can_be_stopped_while_it_starts(
    process: subprocess.Popen[str], number: signal.Signals, seconds: float
) -> None:
    address(process)
    time.sleep(seconds)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    assert process.returncode in {0, 130, -number}


def test_a_temporary_folder_whose_name_is_too_long_for_sockets_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 20)
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", "from app.command_line import main; main()", "serve", "--port", "0"],
        env={**os.environ, "TMPDIR": str(folder), "PLAYGROUND_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "temporary folder must have at most" in done.stderr
    assert "Traceback" not in done.stderr
