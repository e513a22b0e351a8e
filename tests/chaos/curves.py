"""The curves of a run as a page that opens it now gets them, and as they should be."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.run import Run
from engine.spec import read_spec
from engine.trainers.trainer import METRICS
from tests.app.page import Page

Rows = np.ndarray[Any, Any]


def undisturbed(spec: dict[str, Any], epochs: int) -> Rows:
    """The curves of a run that nothing happens to, (measured, 5): an epoch and its metrics in each row."""
    run = Run(read_spec(spec))
    run.advance_epochs(epochs)
    return np.column_stack([run.history.epochs, run.history.rows])


async def seen(ws: str, welcome: dict[str, Any], epoch: int) -> Rows:
    """What a new page gets to see of the curves of a run that stands at an epoch, (measured, 5)."""
    async with Page(ws) as page:
        await page.hello(run=welcome["run"], token=welcome["token"])
        await page.send(op="watch", probe="history", options={"points": 4096})
        frame = await page.wait(
            "frame", lambda frame: "history" in frame["probes"] and frame["epoch"] == epoch
        )
        shown = frame["probes"]["history"]
        return np.column_stack([shown[name] for name in ("epoch", *METRICS)])
