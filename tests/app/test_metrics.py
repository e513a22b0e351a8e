"""The figures for Prometheus are there, and they move with what happens."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.backends import InlineShard
from app.backends.protocol import Frame
from app.live_run import LiveRun, Rhythm
from app.metrics import Traffic
from app.metrics.processes import OTHER, SERVER, Processes, taken_by
from app.metrics.traffic import Spread
from app.outbox import Outbox
from app.recent import Recent
from app.server import create_app
from app.settings import Settings
from app.wire.frames import pack_body
from tests.app.page import Page
from tests.app.serving import Served, serving

Figures = dict[tuple[str, ...], float]

NAMES = {
    "connections", "runs", "runs_waiting", "runs_detached", "users", "snapshot_age_seconds", "snapshots_unsaved",
    "unsaved_bytes", "frames_total", "frame_bytes_total", "frames_sent_total", "frames_dropped_total",
    "sent_frame_bytes_total",
    "ack_lag_seconds_bucket", "optimizer_steps_total", "shard_busy_seconds_total", "shard_losses_total", "shard_up",
    "shard_runs", "shard_lives", "refusals_total", "tick_overrun_seconds_bucket", "loop_lag_seconds_bucket",
    "process_pss_bytes", "process_rss_bytes", "process_cpu_seconds_total",
}  # fmt: skip


async def figures(http: str) -> Figures:
    """Every figure by its name without the prefix, followed by the values of its labels."""
    async with httpx.AsyncClient(base_url=http, timeout=60) as client:
        answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name.removeprefix("playground_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@pytest.fixture
async def full(tmp_path: Path) -> AsyncIterator[Served]:
    """A server that has room for one page."""
    async with serving([InlineShard()], tmp_path, connections=1) as server:
        yield server


async def test_figures_move_with_what_happens(full: Served, spiral: dict[str, Any]) -> None:
    spiral["training"]["epochs"] = 100_000
    async with Page(full.ws) as page, Page(full.ws) as refused:
        await refused.wait_closed()
        await page.hello()
        await page.watch("surface")
        await page.configure(spiral)
        await page.send(op="watch", probe="nonsense")
        await page.send(op="play", epochs_per_second="max")
        await page.wait("frame", lambda frame: frame["epoch"] > 20)
        playing = await figures(full.http)
        await page.send(op="pause")
        await page.until("paused")
        paused = await figures(full.http)
    assert {name for name, *_ in playing} >= NAMES
    assert playing["runs", "playing"] == 1
    assert (paused["runs", "playing"], paused["runs", "paused"]) == (0, 1)
    assert playing["connections",] == playing["users",] == playing["shard_runs", "inline"] == 1
    assert playing["refusals_total", "full"] == 1
    assert playing["shard_up", "inline"] == playing["shard_lives", "inline"] == 1
    assert playing["optimizer_steps_total",] > 20
    assert playing["shard_busy_seconds_total", "inline"] > 0
    assert 0 < playing["snapshot_age_seconds",] < 60
    assert paused["snapshot_age_seconds",] == 0
    made, sent, dropped = (playing[f"frames{what}_total",] for what in ("", "_sent", "_dropped"))
    assert 0 < sent <= made
    assert made - sent - dropped <= 1
    assert playing["sent_frame_bytes_total",] > playing["frame_bytes_total",] * sent / made * 0.9
    assert sent - 2 <= playing["ack_lag_seconds_bucket", "+Inf"] <= sent
    assert playing["process_pss_bytes", SERVER] > 10_000_000
    assert paused["http_requests_total", "/metrics", "200"] == 1
    assert paused["process_cpu_seconds_total", SERVER] >= playing["process_cpu_seconds_total", SERVER] > 0


async def test_requests_are_counted_by_route_and_not_by_address(inline: Served) -> None:
    async with httpx.AsyncClient(base_url=inline.http, timeout=60) as client:
        for path in ("/healthz", "/healthz?again", "/nothing", "/else", "/static/dist/none.js"):
            await client.get(path)
        await client.post("/healthz")
    counted = {
        key[1:]: value
        for key, value in (await figures(inline.http)).items()
        if key[0] == "http_requests_total"
    }
    assert counted == {
        ("/healthz", "200"): 2,
        ("/healthz", "405"): 1,
        ("none", "404"): 2,
        ("/static/dist", "404"): 1,
    }


async def test_an_event_loop_that_is_held_up_is_seen(inline: Served) -> None:
    """Held up for 0.2 of 0.3 seconds, it is late by more than 0.02 at most of its looks."""
    async with asyncio.timeout(90):
        late = 0.0
        while not late:
            time.sleep(0.2)  # noqa: ASYNC251 - what must not happen in a server
            await asyncio.sleep(0.1)
            found = await figures(inline.http)
            late = found["loop_lag_seconds_bucket", "+Inf"] - found["loop_lag_seconds_bucket", "0.02"]


# --- What is counted in plain numbers --------------------------------------------------------------------------


def test_a_spread_counts_values_up_to_its_limits() -> None:
    spread = Spread((1.0, 2.0))
    for value in (0.5, 1.0, 1.5, 2.5, 9.0):
        spread.note(value)
    samples = {
        sample.labels.get("le", sample.name): sample.value for sample in spread.family("x", "").samples
    }
    assert samples == {"1.0": 2, "2.0": 3, "+Inf": 5, "x_count": 5, "x_sum": 14.5}


async def test_frames_that_nobody_gets_are_dropped() -> None:
    traffic = Traffic()
    outbox = Outbox("run", traffic=traffic)
    frame = Frame(pack_body({"epoch": 1, "step": 0, "metrics": {}, "probes": {}}, 0.0, packed=False)[0])
    outbox.connect(None)
    ticket = outbox.promise()
    outbox.show(frame)
    outbox.show(frame)  # instead of the first
    await outbox.next_message(outbox.reader)
    outbox.show(frame)
    outbox.start_again()  # which drops the third
    outbox.fulfil(ticket, frame)  # of the course that was left
    outbox.show(frame)
    outbox.disconnect()
    outbox.show(frame)
    assert (traffic.frames_sent, traffic.frames_dropped) == (1, 5)
    assert traffic.bytes_sent > len(frame.body)


async def test_the_lag_is_from_sending_to_painting() -> None:
    traffic = Traffic()
    outbox = Outbox("run", traffic=traffic)
    outbox.connect(None)
    outbox.show(Frame(b""))
    await outbox.next_message(outbox.reader)
    await asyncio.sleep(0.02)
    outbox.acknowledge(1, monotonic())
    outbox.acknowledge(1, monotonic())
    assert sum(traffic.ack_lag.counts) == 1
    assert 0.02 <= traffic.ack_lag.total < 10


def test_a_run_waits_from_when_it_wants_to_train() -> None:
    run = LiveRun("run", "", "user", Rhythm())
    now = monotonic() + 100
    assert run.waits(now) == 0
    run.play(None, now)
    assert run.waits(now + 3) == 3
    run.slice(0.01, now + 4)
    assert run.waits(now + 5) == 1
    run.enter("paused")
    assert run.waits(now + 9) == 0


def test_a_slow_run_does_not_wait_for_its_own_pace() -> None:
    run = LiveRun("run", "", "user", Rhythm())
    now = monotonic() + 100
    run.play(0.1, now)
    assert run.waits(now + 9) == 0
    assert run.waits(now + 12) == pytest.approx(2)


# --- Processes -------------------------------------------------------------------------------------------------


def test_each_process_is_told_apart() -> None:
    waiting = [sys.executable, "-c", "print(flush=True); input()"]
    with (
        subprocess.Popen(waiting, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as shard,
        subprocess.Popen(waiting, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other,
    ):
        for process in (shard, other):
            assert process.stdout is not None
            process.stdout.readline()
        taken = taken_by(os.getpid(), {shard.pid: "shard-7"})
        assert {SERVER, "shard-7", OTHER} <= taken.keys()
        assert 0 < taken["shard-7"].share <= taken["shard-7"].resident
        assert taken["shard-7"].processor_seconds >= 0
        shard.communicate(b"\n")
        other.communicate(b"\n")


def test_what_was_looked_at_a_moment_ago_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    monkeypatch.setattr("app.metrics.processes.taken_by", lambda *given: looks.append(given) or {})
    processes = Processes(dict)
    processes.look()
    processes.look()
    assert len(looks) == 1


def test_a_process_that_is_gone_takes_nothing() -> None:
    with psutil.Popen(["true"]) as ended:
        ended.wait()
    assert taken_by(ended.pid, {}) == {}


# --- Readiness -------------------------------------------------------------------------------------------------


async def test_a_server_that_cannot_save_is_not_ready(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file where a folder should be")
    async with (
        serving([InlineShard()], tmp_path) as served,
        httpx.AsyncClient(base_url=served.http, timeout=60) as client,
    ):
        answer = await client.get("/readyz")
        assert answer.status_code == 503
        assert "cannot be saved" in answer.json()["reason"]
        (tmp_path / "runs").unlink()
        async with asyncio.timeout(90):
            while (await client.get("/readyz")).status_code != 200:  # noqa: ASYNC110 - asked over HTTP
                await asyncio.sleep(0.1)


async def test_however_often_somebody_asks_it_is_tried_once() -> None:
    tried: list[int] = []
    slow, quick = Recent(lambda: tried.append(1), 60.0), Recent(lambda: tried.append(2), 0.0)
    await asyncio.gather(*(slow.get() for _ in range(20)))
    await slow.get()
    assert tried == [1]
    for _ in range(3):
        await quick.get()
    assert tried == [1, 2, 2, 2]


async def test_a_server_without_a_shard_is_not_ready(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path), [InlineShard()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        assert (await client.get("/readyz")).json()["status"] == "starting"
