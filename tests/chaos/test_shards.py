"""Shards are killed and hang under load: their runs go on as if nothing had happened, all others notice nothing."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from tests.app.page import Message, Page
from tests.chaos.conftest import EPOCHS
from tests.chaos.curves import seen, undisturbed
from tests.chaos.served import Victim

Spec = dict[str, Any]
PAGES = 4
SPEED = 50
QUICK = 0.8  # seconds


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    settings = {"workers": 2, "deadline_seconds": 3, "detached_seconds": 0.5}
    with Victim(tmp_path_factory.mktemp("victim"), **settings) as made:
        yield made


@pytest.fixture
def victim(server: Victim) -> Victim:
    """A server where the shards have the same number of runs: none."""
    server.until(
        lambda: (
            not any(count for name, count in server.figures().items() if name.startswith("playground_runs{"))
        )
    )
    return server


def restored(page: Page) -> list[Message]:
    return [event for event in page.texts() if event.get("cause") == "restored"]


def away(victim: Victim, name: str) -> float:
    """Seconds for which a shard was not there when it was lost last."""
    lost, ready = (
        [event["timestamp"] for event in victim.events(about) if event["shard"] == name][-1]
        for about in ("shard lost", "shard ready")
    )
    return (datetime.fromisoformat(ready) - datetime.fromisoformat(lost)).total_seconds()


async def playing(stack: AsyncExitStack, victim: Victim, spec: Spec) -> tuple[Page, Message]:
    page = await stack.enter_async_context(Page(victim.ws))
    welcome = await page.hello()
    await page.configure(spec)
    await page.send(op="play", epochs_per_second=SPEED)
    return page, welcome


@pytest.mark.parametrize("harm", [signal.SIGKILL, signal.SIGSTOP])
async def test_runs_of_a_lost_shard_go_on_and_no_other_notices(
    victim: Victim, spiral: Spec, harm: signal.Signals
) -> None:
    async with AsyncExitStack() as stack:
        pages = [await playing(stack, victim, {**spiral, "seed": seed}) for seed in range(PAGES)]
        for page, _ in pages:
            await page.wait("frame", lambda frame: frame["epoch"] > SPEED)
        name, pid = min(victim.shards().items())
        reached = [page.frames()[-1]["epoch"] for page, _ in pages]
        os.kill(pid, harm)
        await asyncio.to_thread(victim.until, lambda: victim.shards()[name] != pid)
        for page, _ in pages:
            await page.until("finished")
        hurt = [place for place, (page, _) in enumerate(pages) if restored(page)]
        assert hurt
        # Where a new process takes long, runs are moved to the other shard, and some of its own move later in turn.
        assert len(hurt) < PAGES or away(victim, name) > QUICK
        for place in hurt:
            first = restored(pages[place][0])[0]
            assert first["epoch"] >= reached[place] - 4 * SPEED
        for seed, (_, welcome) in enumerate(pages):
            shown = await seen(victim.ws, welcome, EPOCHS)
            np.testing.assert_array_equal(shown, undisturbed({**spiral, "seed": seed}, EPOCHS))
    assert len(victim.events("shard lost")) == len(victim.events("shard ready")) - 2


async def test_a_poisonous_experiment_has_to_wait_and_the_others_go_on(victim: Victim, spiral: Spec) -> None:
    endless: Spec = {**spiral, "training": {"epochs": 100_000}}
    poison: Spec = {**endless, "seed": 99, "network": {"layers": [{"kind": "dense", "units": 64}] * 4}}
    async with AsyncExitStack() as stack:
        page = await stack.enter_async_context(Page(victim.ws))
        await page.hello()
        await page.configure(poison)
        await page.send(op="play", epochs_per_second="max")
        others = [(await playing(stack, victim, {**endless, "seed": seed}))[0] for seed in range(3)]
        while not any(event["op"] == "error" for event in page.texts()):
            place = page.mark()
            await page.wait("frame", lambda frame: frame["epochs_per_second"] > 0, after=place)
            os.kill(victim.shards()[await asyncio.to_thread(victim.busiest)], signal.SIGKILL)
            await page.wait("status", after=place)
        error = await page.wait("error")
        assert "twice within a minute" in error["message"]
        assert error["hint"]
        assert (await page.until("paused"))["reason"] == error["message"]
        for other in others:
            place = other.mark()
            await other.wait("frame", lambda frame: frame["epochs_per_second"] > 0, after=place)
            assert not [event for event in other.texts() if event["op"] == "error"]
