"""Every line of the log, whoever writes it, has the same form; it says whom it concerns, and nothing of their work."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.logs import name_in_logs
from tests.app.page import Page

USER = "0123456789abcdef" * 2
WORDS = "my own experiment"

PLAYGROUND = (sys.executable, "-c", "from app.command_line import main; main()")

WRITE = """
import logging, warnings, structlog
from app.logs import configure_logs
configure_logs({level!r}, {form!r})
structlog.get_logger().info("a run was saved", run="abc", seconds=1.5)
logging.getLogger("uvicorn.error").warning("Invalid request %s", "here", extra={{"run": "def"}})
logging.getLogger("uvicorn.error").info("connection open")
logging.getLogger("uvicorn.error").debug("< TEXT everything that a page said")
warnings.warn("old ways", stacklevel=1)
try:
    1 / 0
except ZeroDivisionError:
    structlog.get_logger().exception("a tick failed")
"""


def written(level: str, form: str) -> str:
    """What a process writes that logs in every way there is."""
    command = [sys.executable, "-c", WRITE.format(level=level, form=form)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == ""
    return done.stderr


def test_as_json_every_line_is_an_object() -> None:
    lines = [json.loads(line) for line in written("info", "json").splitlines()]
    assert all(re.match(r"\d{4}-\d\d-\d\dT", line["timestamp"]) for line in lines)
    saved, invalid, warned, failed = lines
    assert (saved["event"], saved["run"], saved["seconds"], saved["level"]) == (
        "a run was saved",
        "abc",
        1.5,
        "info",
    )
    assert (invalid["event"], invalid["run"], invalid["logger"]) == (
        "Invalid request here",
        "def",
        "uvicorn.error",
    )
    assert "old ways" in warned["event"]
    assert "ZeroDivisionError" in failed["exception"]


def test_as_text_every_line_can_be_read() -> None:
    text = written("info", "text")
    assert re.search(r"Z \[info +\] a run was saved .*run=abc seconds=1\.5", text)
    assert re.search(r"Z \[warning +\] Invalid request here .*run=def", text)
    assert "Traceback" in text
    assert "\x1b" not in text


@pytest.mark.parametrize(("level", "lines"), [("debug", 5), ("info", 4), ("warning", 3), ("error", 1)])
def test_a_level_shows_what_is_worth_a_line(level: str, lines: int) -> None:
    text = written(level, "json")
    assert len(text.splitlines()) == lines
    assert "everything that a page said" not in text


async def use(http: str, shard: psutil.Process, spec: dict[str, Any]) -> str:
    """Train, have the shard killed, go on; return the name of the run."""
    spec["name"] = WORDS
    spec["training"]["epochs"] = 100_000
    headers = {"Cookie": f"playground_user={USER}"}
    async with Page(http.replace("http", "ws") + "/ws", additional_headers=headers) as page:
        run = str((await page.hello())["run"])
        await page.watch("surface")
        await page.configure(spec)
        await page.ask("error", op="patch", path="name", value=[WORDS])
        await page.ask("error", op="patch", path=WORDS, value=1)
        await page.send(op="play", epochs_per_second="max")
        await page.wait("frame", lambda frame: frame["epoch"] > 5)
        place = page.mark()
        shard.send_signal(signal.SIGKILL)
        await page.wait("status", lambda status: status.get("cause") == "restored", after=place)
        return run


def test_a_server_says_whom_a_line_concerns(tmp_path: Path, spiral: dict[str, Any]) -> None:
    command = [*PLAYGROUND, "serve", "--port", "0", "--workers", "1"]
    environment = {
        **os.environ,
        "PLAYGROUND_DATA_DIR": str(tmp_path / "data"),
        "PLAYGROUND_LOG_LEVEL": "debug",
        "PLAYGROUND_LOG_FORMAT": "json",
    }
    log = tmp_path / "log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
        ) as server,
    ):
        assert server.stdout is not None
        http = server.stdout.readline().split()[-1]
        try:
            shard = ready_shard(log)
            run = asyncio.run(use(http, shard, spiral))
            server.send_signal(signal.SIGTERM)
            assert server.wait(60) == 0
        finally:
            server.kill()
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert all({"event", "level", "timestamp", "logger"} <= line.keys() for line in lines), lines
    assert WORDS not in log.read_text()
    assert USER not in log.read_text()
    concerning = {"run": run, "user": name_in_logs(USER), "shard": "shard-0"}
    for event in ("page connected", "run restored", "page left"):
        (line,) = [line for line in lines if line["event"] == event]
        assert concerning.items() <= line.items()
    of_the_shard = [line["event"] for line in lines if line.get("shard") == "shard-0"]
    assert of_the_shard.count("shard ready") == 2
    assert of_the_shard.count("shard lost") == 1
    assert any(line["logger"] == "uvicorn.error" for line in lines)


def ready_shard(log: Path) -> psutil.Process:
    """The process of the first shard, once it is there."""
    until = time.monotonic() + 110
    while time.monotonic() < until:
        ready = re.search(r'^.*"shard ready".*$', log.read_text(), re.MULTILINE)
        if ready is not None:
            return psutil.Process(json.loads(ready[0])["pid"])
        time.sleep(0.05)
    raise TimeoutError(log.read_text())
