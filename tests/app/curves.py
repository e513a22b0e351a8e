"""The whole history of a run as its page saw it, whatever happened to the run meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.app.page import Page

Spec = dict[str, Any]

EPOCHS = 250
"""So many are measured one and all."""


async def history_after(page: Page, spec: Spec, interrupt: Callable[[], None] | None) -> np.ndarray[Any, Any]:
    """Train for ``EPOCHS`` and return the whole history, with something happening in the middle."""
    await page.hello()
    await page.watch("history")
    await page.configure(spec)
    if interrupt is not None:
        await page.send(op="play", epochs_per_second=300)
        await page.wait("frame", lambda message: message["epoch"] >= 100)
        await page.ask("status", op="pause")
        interrupt()
        await page.send(op="play", epochs_per_second="max")
    else:
        await page.send(op="play", epochs_per_second="max")
    return await whole_history(page, EPOCHS)


async def whole_history(page: Page, epochs: int) -> np.ndarray[Any, Any]:
    """Wait for the end, and return the losses and accuracies of every epoch, (epochs + 1, 4)."""
    await page.until("finished")
    last = await page.wait("frame", lambda message: message["epoch"] == epochs)
    rows: dict[int, tuple[float, ...]] = {}
    names = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
    for frame in page.frames():
        probe = frame["probes"].get("history")
        if probe is None:
            continue
        rows = {epoch: row for epoch, row in rows.items() if epoch < probe["from"]}
        columns = (probe[name] for name in names)
        rows |= {int(epoch): row for epoch, *row in zip(probe["epoch"], *columns, strict=True)}
    assert last["epoch"] == max(rows)
    assert sorted(rows) == list(range(epochs + 1))
    return np.array([rows[epoch] for epoch in range(epochs + 1)])
