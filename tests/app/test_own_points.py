"""Points drawn by hand, seen from a page: the network goes on learning while they change."""

from __future__ import annotations

from typing import Any

from tests.app.page import Page
from tests.app.serving import Served

Spec = dict[str, Any]
SQUARE = [[-2, -2, 0], [2, 2, 0], [-2, 2, 1], [2, -2, 1]]


def drawn(points: list[list[float]]) -> Spec:
    return {
        "data": {"kind": "points", "points": points},
        "network": {"layers": [{"kind": "dense", "units": 4}]},
        "training": {"epochs": 100_000},
    }


async def test_points_change_while_the_network_learns(served: Served) -> None:
    async with Page(served.ws) as page:
        await page.hello()
        await page.watch("data", "confusion")
        await page.configure(drawn(SQUARE))
        await page.send(op="play", epochs_per_second=100)
        await page.wait("frame", lambda frame: frame["epoch"] > 10)
        edit = page.mark()
        configured = await page.ask("configured", op="patch", path="data.points", value=[*SQUARE, [0, 0, 1]])
        assert not configured["restarted"]
        assert configured["summary"]["train_samples"] == 5
        frame = await page.wait("frame", lambda frame: "data" in frame["probes"], after=edit)
        assert frame["probes"]["data"]["train_inputs"].shape == (5, 2)
        assert frame["probes"]["confusion"]["train"].sum() == 5
        assert frame["epoch"] > 10
        assert (await page.ask("status", op="pause"))["state"] == "paused"


async def test_an_empty_canvas_says_that_it_wants_points(served: Served) -> None:
    async with Page(served.ws) as page:
        await page.hello()
        await page.watch("data", "surface", "neurons", "gradients", "confusion", "history")
        configured = await page.configure(drawn([]))
        assert configured["summary"]["train_samples"] == 0
        frame = await page.wait("frame")
        assert frame["metrics"]["train_loss"] is None
        for op in ({"op": "play", "epochs_per_second": "max"}, {"op": "step"}):
            refused = await page.ask("error", **op)
            assert refused["code"] == "command"
            assert refused["hint"] == "Draw some points to train on."
        place = page.mark()
        await page.send(op="patch", path="data.points", value=SQUARE)
        await page.wait("configured", after=place)
        await page.send(op="play", epochs_per_second="max")
        await page.wait("frame", lambda frame: frame["metrics"]["train_accuracy"] == 1, after=place)


async def test_clearing_the_canvas_pauses_and_says_why(served: Served) -> None:
    async with Page(served.ws) as page:
        await page.hello()
        await page.configure(drawn(SQUARE))
        await page.send(op="play", epochs_per_second=20)
        await page.wait("frame", lambda frame: frame["epoch"] > 2)
        place = page.mark()
        await page.send(op="patch", path="data.points", value=[])
        paused = await page.until("paused", after=place)
        assert paused["reason"] == "There is nothing to train on yet. Draw some points to train on."
        await page.send(op="patch", path="data.points", value=SQUARE)
        place = page.mark()
        await page.send(op="play", epochs_per_second=20)
        await page.until("playing", after=place)
        await page.wait("frame", lambda frame: frame["epoch"] > paused["epoch"], after=place)
