"""A landscape is asked for with optimizers that race on it: options that are objects with objects in them."""

from typing import Any

from tests.app.page import Page
from tests.app.serving import Served

SPEC: dict[str, Any] = {
    "data": {"kind": "circle", "samples": 40},
    "network": {"layers": [{"kind": "dense", "units": 2}]},
}


async def test_optimizers_race_beside_the_training(inline: Served) -> None:
    racer = {"kind": "adam", "learning_rate": 0.02, "schedule": {"kind": "step", "every": 5}}
    async with Page(inline.ws) as page:
        await page.hello()
        await page.configure(SPEC)
        await page.send(op="step", steps=3)
        await page.send(op="watch", probe="landscape", options={"racers": [racer], "resolution": 5})
        frame = await page.wait("frame", lambda frame: "landscape" in frame["probes"])
        picture = frame["probes"]["landscape"]["picture"]
        assert [(found["kind"], found["learning_rate"]) for found in picture["racers"]] == [("adam", 0.02)]


async def test_options_without_end_are_refused_in_a_sentence(inline: Served) -> None:
    deep: Any = {}
    for _ in range(40):
        deep = {"schedule": deep}
    async with Page(inline.ws) as page:
        await page.hello()
        await page.configure(SPEC)
        await page.send(op="watch", probe="landscape", options={"racers": [deep]})
        error = await page.wait("error")
        assert "within each other" in error["message"]
