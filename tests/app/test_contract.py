"""What every backend must do, seen from a page: open, play, pause, step, edit, reset, recover."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.backends import ClusterShard, InlineShard, LocalShard, Shard
from tests.app.curves import EPOCHS, history_after
from tests.app.page import Page
from tests.app.serving import Served

Spec = dict[str, Any]


def kill(shard: Shard) -> None:
    assert isinstance(shard, InlineShard | LocalShard | ClusterShard)
    shard.kill()


async def test_a_run_begins_empty_and_becomes_ready(served: Served, spiral: Spec) -> None:
    async with Page(served.ws) as page:
        welcome = await page.hello()
        assert welcome["protocol"] == 1
        assert not welcome["resumed"]
        assert (await page.until("empty"))["epoch"] == 0
        configured = await page.configure(spiral)
        assert configured["spec"]["network"]["layers"][0]["activation"] == {"kind": "tanh"}
        assert configured["summary"]["parameters"] == 105
        assert (await page.until("ready"))["step"] == 0


async def test_training_to_the_end_shows_the_last_epoch(served: Served, spiral: Spec) -> None:
    spiral["training"]["epochs"] = 40
    async with Page(served.ws) as page:
        await page.hello()
        await page.watch("surface", "neurons", "weights", "gradients", "history", "data")
        await page.configure(spiral)
        await page.send(op="play", epochs_per_second="max")
        finished = await page.until("finished")
        assert (finished["epoch"], finished["step"], finished["cause"]) == (40, 1000, "epochs")
        frame = await page.wait("frame", lambda message: message["epoch"] == 40)
        assert frame["step"] == 1000
        assert frame["probes"]["surface"]["values"].shape == (1, 50, 50)
        assert frame["probes"]["weights"]["nodes"]["layers.0"]["weight"].shape == (8, 2)


async def test_a_finished_run_plays_on(served: Served, spiral: Spec) -> None:
    spiral["training"]["epochs"] = 10
    async with Page(served.ws) as page:
        await page.hello()
        await page.configure(spiral)
        await page.send(op="play", epochs_per_second="max")
        await page.until("finished")
        place = page.mark()
        await page.send(op="play", epochs_per_second="max")
        assert (await page.until("finished", after=place))["epoch"] == 20


async def test_pause_stops_and_play_goes_on_from_there(served: Served, spiral: Spec) -> None:
    spiral["training"]["epochs"] = 100_000
    async with Page(served.ws) as page:
        await page.hello()
        await page.configure(spiral)
        await page.send(op="play", epochs_per_second="max")
        await page.wait("frame", lambda message: message["epoch"] > 20)
        paused_at = page.mark()
        paused = await page.ask("status", op="pause")
        assert paused["state"] == "paused"
        last = await page.wait("frame", lambda message: message["epochs_per_second"] == 0, after=paused_at)
        assert last["step"] == paused["step"]
        await asyncio.sleep(0.1)
        assert page.frames()[-1] is last
        place = page.mark()
        await page.send(op="play", epochs_per_second="max")
        assert (await page.wait("frame", after=place))["step"] > paused["step"]


async def test_steps_and_epochs_are_counted_exactly(served: Served, spiral: Spec) -> None:
    async with Page(served.ws) as page:
        await page.hello()
        await page.configure(spiral)
        for message, expected in (
            ({"steps": 3}, (0, 3)),
            ({}, (1, 25)),
            ({"epochs": 2}, (3, 75)),
            ({"steps": 30}, (4, 105)),
            ({"epochs": 1}, (5, 125)),
        ):
            place = page.mark()
            await page.send(op="step", **message)
            status = await page.until("paused", after=place)
            assert (status["epoch"], status["step"]) == expected
            await page.wait("frame", lambda frame, at=expected[1]: frame["step"] == at, after=place)  # type: ignore[misc]


async def test_reset_goes_back_to_the_same_start(served: Served, spiral: Spec) -> None:
    async with Page(served.ws) as page:
        await page.hello()
        await page.watch("weights", "history")
        await page.configure(spiral)
        start = await page.wait("frame", lambda message: "weights" in message["probes"])
        await page.ask("status", op="step", epochs=5)
        place = page.mark()
        await page.send(op="reset")
        await page.until("ready", after=place)
        again = await page.wait("frame", lambda frame: frame["step"] == 0, after=place)
        assert again["probes"]["history"]["from"] == 0
        for node, arrays in start["probes"]["weights"]["nodes"].items():
            for name, values in arrays.items():
                np.testing.assert_array_equal(values, again["probes"]["weights"]["nodes"][node][name])


async def test_what_stays_the_same_reaches_a_page_that_keeps_it_through_every_change(
    served: Served, spiral: Spec
) -> None:
    spiral["training"]["epochs"] = 100_000
    async with Page(served.ws) as page:
        await page.hello(accept=["clamped", "fixed"])
        await page.watch("surface", "neurons", "weights")
        await page.configure(spiral)
        await page.send(op="play", epochs_per_second="max")
        for resolution, path, value in ((10, "seed", 3), (20, "network.layers.0.units", 3), (10, "seed", 4)):
            await page.send(op="watch", probe="surface", options={"resolution": resolution})
            await page.ask("configured", op="patch", path=path, value=value)
            place = page.mark()
            await page.wait("frame", lambda frame: frame["epoch"] > 20, after=place)
    for frame in page.frames():
        probes = frame["probes"]
        assert probes["surface"].keys() == {"axes", "extent", "low", "high", "values"}
        units = {node["id"]: node["units"] for node in probes["neurons"]["nodes"]}
        assert len(probes["neurons"]["values"]) == sum(units.values())
        assert probes["weights"]["nodes"]["layers.0"]["weight"].shape == (units["layers.0"], units["input"])


async def test_a_live_edit_keeps_training_and_another_restarts(served: Served, spiral: Spec) -> None:
    spiral["training"]["epochs"] = 100_000
    async with Page(served.ws) as page:
        await page.hello()
        configured = await page.configure(spiral)
        await page.send(op="play", epochs_per_second="max")
        await page.wait("frame", lambda message: message["epoch"] > 5)
        live = await page.ask("configured", op="patch", path="optimizer.learning_rate", value=0.02)
        assert (live["restarted"], live["path"]) == (False, "optimizer.learning_rate")
        assert live["spec"]["optimizer"]["learning_rate"] == 0.02
        assert live["summary"] == configured["summary"]
        place = page.mark()
        frame = await page.wait("frame", lambda message: message["metrics"]["learning_rate"] == 0.02)
        assert frame["epoch"] > 5
        restarted = await page.ask("configured", op="patch", path="network.layers.0.units", value=4)
        assert restarted["restarted"]
        assert restarted["message"]
        assert restarted["summary"]["nodes"][1]["units"] == 4
        await page.wait("frame", lambda message: message["epoch"] > 5, after=place)


async def test_a_weight_can_be_set(served: Served, spiral: Spec) -> None:
    async with Page(served.ws) as page:
        await page.hello()
        await page.watch("weights")
        await page.configure(spiral)
        place = page.mark()
        await page.send(op="patch", path="parameters.layers.1.weight.2.5", value=1.5)
        await page.send(op="patch", path="parameters.output.bias.0", value=-0.25)
        frame = await page.wait(
            "frame",
            lambda message: message["probes"]["weights"]["nodes"]["output"]["bias"][0] == -0.25,
            after=place,
        )
        assert frame["probes"]["weights"]["nodes"]["layers.1"]["weight"][2, 5] == 1.5


@pytest.mark.parametrize("path", ["layers.1.weight.2.99", "layers.9.bias.0", "layers.0.weight", "x"])
async def test_a_parameter_that_is_not_there_is_refused(inline: Served, spiral: Spec, path: str) -> None:
    async with Page(inline.ws) as page:
        await page.hello()
        await page.configure(spiral)
        error = await page.ask("error", op="patch", path=f"parameters.{path}", value=1.0)
        assert (error["code"], error["path"]) == ("command", f"parameters.{path}")


async def test_divergence_is_told_and_play_is_refused(served: Served, example: Callable[[str], Spec]) -> None:
    spec = example("sine_regression")
    spec["optimizer"] = {"kind": "sgd", "learning_rate": 10.0}
    spec["loss"] = "mean_squared_error"
    spec["network"]["layers"][0]["activation"] = "relu"
    async with Page(served.ws) as page:
        await page.hello()
        await page.configure(spec)
        await page.send(op="play", epochs_per_second="max")
        diverged = await page.until("diverged")
        assert diverged["cause"] == "diverged"
        assert diverged["reason"]
        error = await page.ask("error", op="play", epochs_per_second="max")
        assert error["code"] == "command"
        assert "eset" in error["hint"]
        assert (await page.ask("status", op="reset"))["state"] == "ready"


async def test_a_run_whose_shard_dies_goes_on_bit_identically(served: Served, spiral: Spec) -> None:
    spiral["training"]["epochs"] = EPOCHS
    async with Page(served.ws) as undisturbed, Page(served.ws) as disturbed:
        expected = await history_after(undisturbed, spiral, None)
        found = await history_after(disturbed, spiral, lambda: kill(served.shards[0]))
        np.testing.assert_array_equal(found, expected)
        assert any(event.get("cause") == "restored" for event in disturbed.texts())
