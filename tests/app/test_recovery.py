"""After a dead or hanging shard, or a restart of the server, runs go on; a poisonous one has to wait."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.backends import ClusterShard, InlineShard, LocalShard
from app.backends.witness import Witness, noting
from app.quarantine import OFTEN_SECONDS, Quarantine
from app.records import Record, Records
from engine.spec import read_spec
from tests.app.page import Page
from tests.app.serving import Served, serving

Spec = dict[str, Any]


async def test_after_a_restart_of_the_server_a_run_plays_on(tmp_path: Path, spiral: Spec) -> None:
    spiral["training"]["epochs"] = 100_000
    async with serving([InlineShard()], tmp_path) as served, Page(served.ws) as page:
        welcome = await page.hello()
        await page.watch("history")
        await page.configure(spiral)
        await page.send(op="play", epochs_per_second=200)
        reached = (await page.wait("frame", lambda frame: frame["epoch"] > 10))["epoch"]
        newest = page.messages[-1]["seq"]
    assert page.closed in {1012, 1000}
    async with serving([InlineShard()], tmp_path) as served, Page(served.ws) as page:
        again = await page.hello(run=welcome["run"], token=welcome["token"], last_seq=newest)
        assert again["resumed"]
        assert (await page.wait("configured"))["spec"]["training"]["epochs"] == 100_000
        assert (await page.until("playing"))["epoch"] >= reached
        restored = await page.wait("status", lambda status: status["cause"] == "restored")
        assert restored["seq"] > newest
        await page.watch("history")
        frame = await page.wait(
            "frame", lambda frame: "history" in frame["probes"] and frame["epoch"] > reached
        )
        assert list(frame["probes"]["history"]["epoch"]) == list(range(frame["epoch"] + 1))
        async with Page(served.ws) as thief:
            await thief.send(op="hello", run=welcome["run"], token=welcome["token"][:-1])
            assert await thief.wait_closed() == 4401


async def test_a_run_whose_page_has_gone_is_put_on_the_disk(tmp_path: Path, spiral: Spec) -> None:
    async with serving([InlineShard()], tmp_path, detached_seconds=0.2) as served:
        async with Page(served.ws) as page:
            welcome = await page.hello()
            await page.configure(spiral)
            await page.ask("status", op="step", epochs=3)
        desk = served.scheduler.desks[0]
        async with asyncio.timeout(90):
            while desk.runs:  # noqa: ASYNC110 - a desk tells nobody who has left
                await asyncio.sleep(0.02)
        async with Page(served.ws) as page:
            assert (await page.hello(run=welcome["run"], token=welcome["token"]))["resumed"]
            assert (await page.wait("status"))["epoch"] == 3
            await page.send(op="step")
            await page.wait("status", lambda status: (status["epoch"], status["step"]) == (4, 100))


async def test_a_step_of_an_epoch_may_be_the_first_order_after_a_restart(
    tmp_path: Path, spiral: Spec
) -> None:
    async with serving([InlineShard()], tmp_path) as served, Page(served.ws) as page:
        welcome = await page.hello()
        await page.configure(spiral)
        await page.ask("status", op="step", steps=80)
    shard = InlineShard()
    async with serving([shard], tmp_path) as served, Page(served.ws) as page:
        async with shard._turn:  # The order comes before the run has had a turn.
            await page.hello(run=welcome["run"], token=welcome["token"])
            await page.send(op="step", epochs=1)
            await asyncio.sleep(0.3)
        assert (await page.wait("status", lambda status: status["step"] > 80))["step"] == 100


@pytest.mark.parametrize("harm", ["history", "format", "file"])
async def test_what_cannot_be_read_back_is_told_in_a_sentence(
    tmp_path: Path, spiral: Spec, harm: str
) -> None:
    async with serving([InlineShard()], tmp_path) as served, Page(served.ws) as page:
        welcome = await page.hello()
        await page.configure(spiral)
        await page.ask("status", op="step", epochs=3)
        await asyncio.sleep(0.2)
    path = tmp_path / "runs" / welcome["run"][:2] / welcome["run"]
    match harm:
        case "history":
            path.with_suffix(".0").write_bytes(b"\x03\0\0\0\0\0\0\0abc")
        case "format":
            path.write_bytes(path.read_bytes().replace(b'"format":2', b'"format":1', 1))
        case "file":
            path.write_bytes(b"nonsense")
    async with serving([InlineShard()], tmp_path) as served, Page(served.ws) as page:
        again = await page.hello(run=welcome["run"], token=welcome["token"])
        error = await page.wait("error")
        assert error["hint"]
        if harm == "file":
            assert not again["resumed"]
            assert "cannot be read any more" in error["message"]
            return
        assert again["run"] == welcome["run"]
        assert "begins again from the same seed" in error["message"]
        assert (await page.until("ready"))["epoch"] == 0
        assert (await page.ask("status", op="step", epochs=1))["epoch"] == 1


def signaled(shard: LocalShard, number: signal.Signals) -> None:
    assert shard.pid is not None
    os.kill(shard.pid, number)


async def test_only_the_dead_shards_runs_notice(tmp_path: Path, spiral: Spec) -> None:
    spiral["training"]["epochs"] = 100_000
    shards = [LocalShard("one"), LocalShard("two")]
    async with (
        serving(list(shards), tmp_path) as served,
        Page(served.ws) as first,
        Page(served.ws) as second,
    ):
        for page in (first, second):
            await page.hello()
            await page.configure(spiral)
            await page.send(op="play", epochs_per_second=100)
            await page.wait("frame", lambda frame: frame["epoch"] > 2)
        pid = shards[0].pid
        signaled(shards[0], signal.SIGKILL)
        place = first.mark()
        await first.wait("status", lambda status: status["cause"] == "restored")
        await first.wait("frame", after=place)
        assert shards[0].pid != pid
        assert shards[1].life == 1
        assert not any(event.get("cause") == "restored" for event in second.texts())


async def test_a_hanging_shard_is_replaced(tmp_path: Path, spiral: Spec) -> None:
    shard = LocalShard("one")
    async with serving([shard], tmp_path) as served, Page(served.ws) as page:
        await page.hello()
        await page.configure(spiral)
        signaled(shard, signal.SIGSTOP)
        shard._deadline = 1.0
        place = page.mark()
        await page.send(op="play", epochs_per_second="max")
        async with asyncio.timeout(90):
            while shard.life == 1:  # noqa: ASYNC110 - a shard tells nobody
                await asyncio.sleep(0.01)
        shard._deadline = 60.0  # a new process on a busy machine is slow, and does not hang
        await page.until("finished", after=place)
        assert shard.life == 2


async def test_a_spec_that_kills_its_shard_twice_has_to_wait(tmp_path: Path, spiral: Spec) -> None:
    spiral["training"]["epochs"] = 100_000
    shard = LocalShard("one")
    async with serving([shard], tmp_path) as served, Page(served.ws) as page, Page(served.ws) as other:
        await page.hello()
        await page.configure(spiral)
        place = page.mark()
        for life in (1, 2):
            await page.send(op="play", epochs_per_second="max")
            await page.wait("frame", lambda frame: frame["epochs_per_second"] > 0, after=place)
            while shard.life == life:
                if shard._witness.read():
                    shard.kill()
                await asyncio.sleep(0.001)
            place = page.mark()
        error = await page.wait("error")
        assert error["code"] == "unavailable"
        assert "twice within a minute" in error["message"]
        assert error["hint"]
        assert (await page.until("paused"))["reason"] == error["message"]
        assert (await page.ask("error", op="play", epochs_per_second="max"))["code"] == "unavailable"
        await other.hello()
        assert (await other.ask("error", op="configure", spec=spiral))["code"] == "unavailable"
        spiral["seed"] = 8
        await page.configure(spiral)
        assert (await page.ask("status", op="step"))["epoch"] == 1


def test_who_hears_late_of_a_shards_death_still_learns_whose_run_it_was() -> None:
    witness = Witness()
    noting(Path(witness.path))("the run")
    assert witness.read() == "the run"
    witness.close()
    assert witness.read() == "the run"


def test_a_quarantine_ends_and_is_for_one_spec_alone(spiral: Spec) -> None:
    spec, renamed, other = (read_spec({**spiral, **change}) for change in ({}, {"name": "x"}, {"seed": 99}))
    quarantine = Quarantine(600)
    quarantine.blame(spec, 0)
    assert quarantine.refusal(spec, 1) is None
    quarantine.blame(spec, OFTEN_SECONDS + 1)
    assert quarantine.refusal(spec, OFTEN_SECONDS + 2) is None
    quarantine.blame(spec, OFTEN_SECONDS + 10)
    refusal = quarantine.refusal(renamed, OFTEN_SECONDS + 11)
    assert refusal is not None
    assert "10 minutes" in refusal.message
    assert quarantine.refusal(other, OFTEN_SECONDS + 11) is None
    assert quarantine.refusal(spec, OFTEN_SECONDS + 611) is None


def learning_rate(frame: dict[str, Any]) -> float:
    return float(frame["metrics"]["learning_rate"])


def output_bias(frame: dict[str, Any]) -> float:
    return float(frame["probes"]["weights"]["nodes"]["output"]["bias"][0])


@pytest.mark.parametrize("shards", ["inline", "local"], indirect=True)
@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [("optimizer.learning_rate", 0.02, learning_rate), ("parameters.output.bias.0", 3.0, output_bias)],
)
async def test_edits_survive_the_death_of_a_shard(
    served: Served, spiral: Spec, path: str, value: float, shown: Callable[[dict[str, Any]], float]
) -> None:
    shard = served.shards[0]
    assert isinstance(shard, InlineShard | LocalShard | ClusterShard)
    async with Page(served.ws) as page:
        await page.hello()
        await page.watch("weights")
        await page.configure(spiral)
        await page.ask("status", op="step", epochs=2)
        await page.send(op="patch", path=path, value=value)
        await page.wait("frame", lambda frame: shown(frame) == pytest.approx(value))
        shard.kill()
        place = page.mark()
        await page.send(op="step", steps=1)
        frame = await page.wait("frame", lambda frame: frame["step"] == 51, after=place)
        assert shown(frame) == pytest.approx(value, abs=0.1)


def is_kept(record: Record | None, status: dict[str, Any]) -> bool:
    return record is not None and (record.state, record.step) == (status["state"], status["step"])


@pytest.mark.parametrize("state", ["ready", "paused", "finished"])
async def test_what_a_run_was_doing_survives_even_a_server_that_was_killed(
    tmp_path: Path, spiral: Spec, state: str
) -> None:
    spiral["training"]["epochs"] = 30 if state == "finished" else 100_000
    async with serving([InlineShard()], tmp_path) as served, Page(served.ws) as page:
        welcome = await page.hello()
        await page.configure(spiral)
        if state != "ready":
            await page.send(op="play", epochs_per_second="max")
            await page.wait("frame", lambda frame: frame["epoch"] >= 10)
        if state == "paused":
            await page.send(op="pause")
        last = await page.until(state)
        kept = Records(tmp_path / "runs")
        async with asyncio.timeout(90):
            while not is_kept(kept.read(welcome["run"]), last):  # noqa: ASYNC110 - it tells nobody when it has written
                await asyncio.sleep(0.02)
        shutil.copytree(tmp_path / "runs", tmp_path / "copy" / "runs")
    async with serving([InlineShard()], tmp_path / "copy") as served, Page(served.ws) as page:
        await page.hello(run=welcome["run"], token=welcome["token"])
        again = await page.wait("status")
        assert (again["state"], again["epoch"], again["step"]) == (state, last["epoch"], last["step"])
        assert again["cause"] == last["cause"]
