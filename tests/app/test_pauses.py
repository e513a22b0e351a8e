"""A probe that asks for a pause is measured that often while a run trains, and always when it stands still."""

from functools import partial
from typing import Any

import pytest

from app.backends import workbench
from app.backends.protocol import FrameRequest, Reconfigure, Reset, Slice
from app.backends.workbench import Workbench
from app.wire.frames import head
from engine.probes.trace import TraceProbe
from tests.app.page import Page, decode
from tests.app.serving import Served

SPEC: dict[str, Any] = {
    "data": {"kind": "circle", "samples": 40},
    "network": {"layers": [{"kind": "dense", "units": 2}]},
    "training": {"epochs": 100_000},
}
OPTIONS = {"sample": 1}


class Clock:
    """Time that passes only when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(workbench, "perf_counter", made)
    return made


@pytest.fixture
def bench() -> Workbench:
    made = Workbench()
    made.open("r", SPEC, None)
    return made


def look(bench: Workbench, options: dict[str, Any] = OPTIONS, steps: int = 1) -> tuple[set[str], bool]:
    """What a frame carries that is wanted behind so many steps, and whether that is all."""
    request = FrameRequest({"trace": options, "weights": {}})
    (report,) = bench.tick([Slice("r", 0.01, steps, request)])
    assert report.frame is not None, report.failure
    return set(decode(head("r", 1) + report.frame.body)["probes"]), report.frame.complete


ALL, WITHOUT = ({"trace", "weights"}, True), ({"weights"}, False)


def test_between_two_measurements_it_is_absent(bench: Workbench, clock: Clock) -> None:
    assert look(bench) == ALL
    assert look(bench) == WITHOUT
    clock.now += 0.9 * TraceProbe.pause
    assert look(bench) == WITHOUT
    clock.now += 0.2 * TraceProbe.pause
    assert look(bench) == ALL
    assert look(bench) == WITHOUT


@pytest.mark.usefixtures("clock")
def test_other_options_are_measured_at_once(bench: Workbench) -> None:
    look(bench)
    assert look(bench, {"sample": 2}) == ALL
    assert look(bench, {"sample": 2}) == WITHOUT


@pytest.mark.usefixtures("clock")
def test_a_run_that_stands_still_is_seen_whole(bench: Workbench) -> None:
    look(bench)
    assert look(bench, steps=0) == look(bench, steps=0) == ALL


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("order", [Reset(), Reconfigure("seed", 5)])
def test_a_new_start_is_seen_at_once(bench: Workbench, order: Any) -> None:
    look(bench)
    assert bench.command("r", order).restarted
    assert look(bench) == ALL


async def test_after_steps_the_page_has_everything_of_where_the_run_stands(inline: Served) -> None:
    async with Page(inline.ws) as page:
        await page.hello()
        await page.configure(SPEC)
        await page.watch("weights")
        await page.send(op="watch", probe="trace", options=OPTIONS)
        for step in range(1, 6):
            await page.send(op="step", steps=1)
            frame = await page.wait("frame", partial(shows, step))
            assert "weights" in frame["probes"]


def shows(step: int, frame: dict[str, Any]) -> bool:
    """Whether a frame is of a step and traces its sample."""
    return frame["step"] == step and "trace" in frame["probes"]
