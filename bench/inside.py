"""Measures what each tab of "Look inside" costs: training speed with it open by that without it, and painting.

``python -m bench.inside [--rounds 3] [--seconds 4] [--experiment "Two spirals"] [--speed "30 epochs / s"]`` prints one
JSON object. Closed and open take turns in one page of one server. Training speed is epochs by the processor seconds of
the process that trains, and painting the processor milliseconds of the page's main thread for each frame, so that a
busy machine does not matter; frames a second are by the clock, and do suffer from it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, sync_playwright

from bench.browser import now, visit
from bench.served import ServedForLoad
from tests.browser.workspace import FASTEST, Workspace

WARMING_UP = 1000  # milliseconds of training, with what is opened fetched and drawn
# The training must not end by itself: as many epochs as there may be, and each of as many steps as samples.
ENDLESS = {"Epochs": "100000", "Batch size": "1"}

# The tabs, and what is chosen in them.
SHOWN: list[tuple[str, str | None]] = [
    ("Gradient flow", None),
    ("Gradient flow", "Connections by gradient"),
    ("Histograms", None),
    ("Hidden space", None),
    ("Loss landscape", None),
    ("Arithmetic", None),
    ("Arithmetic", "Gradient check"),
    ("By hand", None),
    ("Optimizer", None),
]


@dataclass
class Stretch:
    """A stretch of training: what was done in how many seconds, of the clock and of processors."""

    epochs: float
    frames: float
    seconds: float
    training: float
    """Processor seconds of the shard."""
    painting: float
    """Processor seconds of the page's main thread."""


class Watched:
    """One page of one server, at one speed."""

    def __init__(self, server: ServedForLoad, workspace: Workspace, speed: str) -> None:
        self.server, self.workspace, self.speed = server, workspace, speed
        self.session: CDPSession = workspace.page.context.new_cdp_session(workspace.page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def train(self, seconds: float) -> Stretch:
        """Train from the start again for so long, after a while to warm up."""
        workspace, page = self.workspace, self.workspace.page
        workspace.reset_button.click()
        workspace.expect_epoch(0)
        workspace.play(self.speed)
        page.wait_for_timeout(WARMING_UP)
        begun = self.counts()
        page.wait_for_timeout(seconds * 1000)
        ended = self.counts()
        if workspace.play_button.is_visible():
            sys.exit(f"The training ended at epoch {workspace.epoch()}; measure fewer seconds.")
        workspace.pause_button.click()
        return Stretch(*(after - before for before, after in zip(begun, ended, strict=True)))

    def counts(self) -> tuple[float, float, float, float, float]:
        """Everything so far, in the order of a stretch."""
        page = self.workspace.page
        metrics = {
            each["name"]: each["value"] for each in self.session.send("Performance.getMetrics")["metrics"]
        }
        frames = page.evaluate("measured.painted.length")
        return (
            self.workspace.epoch(),
            frames,
            now(page) / 1000,
            self.server.cpu()["shard"],
            metrics["TaskDuration"],
        )

    def compare(self, tab: str, choice: str | None, seconds: float) -> dict[str, float]:
        """Measure a tab between two stretches without it."""
        inside = self.workspace.inside
        before = self.train(seconds)
        panel = self.workspace.look_inside(tab)
        if choice is not None:
            panel.get_by_text(choice, exact=True).click()
        open_ = self.train(seconds)
        if choice is not None:  # a box is unchecked, of several choices the first is usual
            panel.locator("label.segment").or_(panel.get_by_text(choice, exact=True)).first.click()
        inside.get_by_role("button", name="Close the drawer").click()
        after = self.train(seconds)
        speed = (before.epochs + after.epochs) / (before.training + after.training)
        return {
            "speed": open_.epochs / open_.training / speed,
            "painting": 1000 * open_.painting / open_.frames,
            "painting_closed": 1000 * (before.painting + after.painting) / (before.frames + after.frames),
            "frames": open_.frames / open_.seconds,
            "frames_closed": (before.frames + after.frames) / (before.seconds + after.seconds),
        }


def load_pytorch(server: ServedForLoad, workspace: Workspace) -> None:
    """Wait for the process that has PyTorch, which some tabs need, to take the place of the one that lacks it."""
    before = set(server.shards())
    workspace.look_inside("Arithmetic")
    while before & set(server.shards()):
        time.sleep(0.1)
    workspace.inside.get_by_role("button", name="Close the drawer").click()


def measure(rounds: int, seconds: float, experiment: str, speed: str) -> dict[str, Any]:
    """Start a server and a browser, and look into an experiment tab by tab, so many times."""
    executable = shutil.which("chromium")
    if executable is None:
        sys.exit("There is no chromium on the PATH; install it to measure the page.")
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    found: dict[str, list[dict[str, float]]] = {}
    server = ServedForLoad(workers="1")
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=executable, args=flags)
            workspace = visit(chromium, server.address)
            if experiment not in workspace.experiments.inner_text():
                workspace.open_experiment(experiment)
            for name, value in ENDLESS.items():
                field = workspace.settings.get_by_role("spinbutton", name=name, exact=True)
                field.fill(value)
                field.press("Enter")
            load_pytorch(server, workspace)
            watched = Watched(server, workspace, speed)
            for _ in range(rounds):
                for tab, choice in SHOWN:
                    name = tab if choice is None else f"{tab}: {choice}"
                    found.setdefault(name, []).append(watched.compare(tab, choice, seconds))
            chromium.close()
    finally:
        server.stop()
    return {"experiment": experiment, "tabs": {name: summary(each) for name, each in found.items()}}


def summary(each: list[dict[str, float]]) -> dict[str, Any]:
    """The middle of several measurements, and the slowest training."""

    def middle(figure: str, digits: int) -> float:
        return round(statistics.median(one[figure] for one in each), digits)

    return {
        "training_speed_by_closed": middle("speed", 2),
        "slowest": round(min(one["speed"] for one in each), 2),
        "main_thread_ms_per_frame": middle("painting", 1),
        "main_thread_ms_per_frame_closed": middle("painting_closed", 1),
        "frames_per_second": middle("frames", 1),
        "frames_per_second_closed": middle("frames_closed", 1),
    }


def main() -> None:
    """Print the figures as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each tab is measured")
    parser.add_argument("--seconds", type=float, default=4, help="how long one measurement takes")
    parser.add_argument("--experiment", default="Two spirals", help="title of the experiment that is trained")
    parser.add_argument(
        "--speed", default=FASTEST, help="as the page names it; tells of painting alone unless full"
    )
    given = parser.parse_args()
    found = measure(given.rounds, given.seconds, given.experiment, given.speed)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
