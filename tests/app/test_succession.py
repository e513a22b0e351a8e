"""A shard that lacks PyTorch is succeeded by one that has it when a run needs it, and nobody else feels it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from app.backends import BACKENDS, InlineShard, Supply
from app.settings import Settings
from tests.app.curves import EPOCHS, whole_history
from tests.app.page import Message, Page
from tests.app.serving import Served, serving

Spec = dict[str, Any]


class Light(InlineShard):
    """A shard without PyTorch."""

    async def revive(self) -> None:
        await super().revive()
        self.lacks_pytorch = True


def light(with_pytorch: type[InlineShard] = InlineShard) -> Supply:
    return Supply([Light("light")], lambda: with_pytorch("heavy"))


def names(served: Served) -> list[str]:
    return [desk.shard.name for desk in served.scheduler.desks]


def refusals(page: Page) -> list[Message]:
    return [message for message in page.texts() if message["op"] == "error"]


async def test_a_network_that_needs_pytorch_moves_its_neighbors_without_a_difference(
    tmp_path: Path, spiral: Spec
) -> None:
    spiral["training"]["epochs"] = EPOCHS
    curves = []
    for disturbed in (True, False):
        supply = light() if disturbed else Supply([InlineShard()])
        async with serving(supply, tmp_path) as served, Page(served.ws) as page, Page(served.ws) as other:
            for each in (page, other):
                await each.hello()
            await page.watch("history")
            await page.configure(spiral)
            await page.send(op="play", epochs_per_second=300)
            await page.wait("frame", lambda frame: frame["epoch"] >= 100)
            if disturbed:
                await other.configure({**spiral, "engine": "torch"})
                assert names(served) == ["heavy"]
                await other.ask("status", op="step", epochs=2)
                await other.wait("status", lambda status: status["epoch"] == 2)
            await page.send(op="play", epochs_per_second="max")
            curves.append(await whole_history(page, EPOCHS))
            assert any(event.get("cause") == "restored" for event in page.texts()) == disturbed
            assert refusals(page) == refusals(other) == []
    np.testing.assert_array_equal(*curves)


async def begin(page: Page, spec: Spec) -> None:
    """Train for three epochs."""
    await page.hello()
    await page.configure(spec)
    await page.send(op="step", epochs=3)
    await page.wait("status", lambda status: status["epoch"] == 3)


async def test_a_layer_that_needs_pytorch_starts_a_run_again_elsewhere(tmp_path: Path, spiral: Spec) -> None:
    async with serving(light(), tmp_path) as served, Page(served.ws) as page:
        await begin(page, spiral)
        layers = [{"kind": "dense", "units": 3}, {"kind": "batch_norm"}]
        told = await page.ask("configured", op="patch", path="network.layers", value=layers)
        assert told["restarted"]
        assert names(served) == ["heavy"]
        await page.watch("gradients")
        frame = await page.wait("frame", lambda frame: "gradients" in frame["probes"])
        assert frame["epoch"] == 0
        assert refusals(page) == []


async def test_a_picture_that_needs_pytorch_comes_once_there_is_some(tmp_path: Path, spiral: Spec) -> None:
    async with serving(light(), tmp_path) as served, Page(served.ws) as page:
        await begin(page, spiral)
        assert names(served) == ["light"]
        await page.watch("surface", "trace")
        frame = await page.wait("frame", lambda frame: "trace" in frame["probes"])
        assert (frame["epoch"], frame["probes"]["trace"]["problem"]) == (3, None)
        assert names(served) == ["heavy"]
        await page.send(op="step", epochs=1)
        await page.wait("status", lambda status: status["epoch"] == 4)


async def test_where_no_other_shard_gets_pytorch_the_first_one_loads_it(tmp_path: Path, spiral: Spec) -> None:
    async with serving(light(Light), tmp_path) as served, Page(served.ws) as page:
        await page.hello()
        await page.configure({**spiral, "engine": "torch"})
        assert names(served) == ["light"]
        await page.send(op="step", epochs=1)
        await page.wait("status", lambda status: status["epoch"] == 1)


async def test_a_process_without_pytorch_gives_way_to_one_that_has_it(tmp_path: Path, spiral: Spec) -> None:
    supply = BACKENDS["local"](Settings(workers=1), tmp_path / "tables")
    async with serving(supply, tmp_path) as served, Page(served.ws) as page:
        (before,) = (psutil.Process(number) for number in served.scheduler.processes())
        assert not has_pytorch(before)
        await page.hello()
        await page.configure({**spiral, "engine": "torch"})
        await page.send(op="step", epochs=1)
        await page.wait("status", lambda status: status["epoch"] == 1)
        async with asyncio.timeout(90):
            while before.is_running():  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.05)
        (after,) = (psutil.Process(number) for number in served.scheduler.processes())
        assert has_pytorch(after)
        assert served.scheduler.desks[0].shard.life == 1


def has_pytorch(process: psutil.Process) -> bool:
    """Tell whether a process has loaded the library."""
    return any("libtorch" in mapped.path for mapped in process.memory_maps())
