"""Measures the page in a real Chromium: how soon the spirals are solved on the screen, and how smoothly it paints.

``python -m bench.browser [--loads 10] [--seconds 8]`` prints one JSON object. Every load is a new visitor of a server
that this program starts for itself.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.workspace import FASTEST, Workspace
from tests.served import Server

SOLVED = 95.0  # percent of the test samples
WARMING_UP = 2000  # milliseconds of training before its smoothness is measured
SPEEDS = ("30 epochs / s", "1000 epochs / s")

# Times in milliseconds of the page's clock. A frame is painted when the page acknowledges it, which it does in the
# animation frame that draws it; what the animation frame drew is on the screen when the next one begins.
WATCH = """
window.measured = { clicked: null, painted: [], longTasks: [] };
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
    if (String(message).includes('"ack"')) {
        const now = document.timeline.currentTime;
        if (measured.painted.at(-1) !== now) measured.painted.push(now);
    }
    return send.call(this, message);
};
new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) measured.longTasks.push([startTime, duration]);
}).observe({ type: "longtask", buffered: true });
addEventListener("click", (event) => { measured.clicked = event.timeStamp; }, { capture: true });
"""
UNTIL_SOLVED = """([cell, wanted]) => new Promise((resolve) => {
    const look = () => {
        if (parseFloat(cell.textContent) < wanted) return;
        observer.disconnect();
        requestAnimationFrame((shown) => resolve(Math.max(shown, performance.now()) - measured.clicked));
    };
    const observer = new MutationObserver(look);
    observer.observe(cell, { childList: true, characterData: true, subtree: true });
})"""


def visit(chromium: Browser, address: str) -> Workspace:
    """Open the page as a new visitor, with all panels in sight, ready to play."""
    context = chromium.new_context(base_url=address, viewport={"width": 1400, "height": 900})
    context.add_init_script(WATCH)
    context.set_default_timeout(60_000)
    workspace = Workspace(context.new_page())
    workspace.open()
    return workspace


def milliseconds_to_solved(workspace: Workspace) -> float:
    """From the click on Play at full speed until the accuracy on the test samples is painted."""
    page = workspace.page
    page.get_by_label("Speed", exact=True).select_option(FASTEST)
    page.evaluate("measured.clicked = null")
    cell = workspace.figure("Accuracy", "Test").element_handle()
    page.evaluate(
        "([cell, wanted]) => { window.solved = (" + UNTIL_SOLVED + ")([cell, wanted]); }", [cell, SOLVED]
    )
    workspace.play_button.click()
    return float(page.evaluate("window.solved"))


def smoothness(workspace: Workspace, speed: str, seconds: float) -> dict[str, Any]:
    """Painted frames per second, the longest wait between two and the longest task, while training runs."""
    page = workspace.page
    epochs = workspace.settings.get_by_role("spinbutton", name="Epochs", exact=True)
    epochs.fill("100000")
    epochs.press("Enter")
    workspace.play(speed)
    page.wait_for_timeout(WARMING_UP)
    start = now(page)
    page.wait_for_timeout(seconds * 1000)
    end = now(page)
    measured = page.evaluate("measured")
    painted = [time for time in measured["painted"] if start <= time <= end]
    waits = sorted(after - before for before, after in itertools.pairwise(painted))
    tasks = [duration for begin, duration in measured["longTasks"] if start <= begin <= end]
    return {
        "frames_per_second": round(len(painted) / (end - start) * 1000, 1),
        "frame_interval_p99_ms": round(waits[int(len(waits) * 0.99)], 1) if waits else None,
        "tasks_over_50_ms": len(tasks),
        "longest_task_ms": max(tasks, default=None),
        "state": "playing" if workspace.pause_button.is_visible() else "stopped",
    }


def now(page: Page) -> float:
    """The page's clock."""
    return float(page.evaluate("performance.now()"))


def measure(loads: int, seconds: float) -> dict[str, Any]:
    """Start a server and a browser and measure everything."""
    executable = shutil.which("chromium")
    if executable is None:
        sys.exit("There is no chromium on the PATH; install it to measure the page.")
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.start()
        chromium = playwright.chromium.launch(executable_path=executable, args=flags)
        try:
            times = []
            for _ in range(loads):
                workspace = visit(chromium, server.address)
                times.append(milliseconds_to_solved(workspace))
                workspace.page.context.close()
            smooth = {}
            for speed in SPEEDS:
                workspace = visit(chromium, server.address)
                smooth[speed] = smoothness(workspace, speed, seconds)
                workspace.page.context.close()
        finally:
            chromium.close()
            server.stop()
    return {
        "play_to_solved_spirals_ms": {
            "median": round(statistics.median(times)),
            "lowest": round(min(times)),
            "highest": round(max(times)),
            "all": [round(time) for time in times],
        },
        "painting": smooth,
        "cores": os.cpu_count(),
    }


def main() -> None:
    """Print the figures as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--loads", type=int, default=10, help="page loads of which the median is taken")
    parser.add_argument("--seconds", type=float, default=8, help="how long the smoothness is measured")
    given = parser.parse_args()
    sys.stdout.write(json.dumps(measure(given.loads, given.seconds), indent=2) + "\n")


if __name__ == "__main__":
    main()
