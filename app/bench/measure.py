"""Measures training and frames, rivals in turn, so that a busy moment of the machine meets them alike."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Any

import torch

from app.backends.protocol import FrameRequest
from app.backends.workbench import Bench
from app.bench.experiments import NETWORKS, spiral
from app.bench.page import WATCHED
from app.bench.plain_pytorch import PlainLoop
from engine.run import Run
from engine.trainers.warm import warm

ROUNDS = 7
ROUND_SECONDS = 0.4
FRAMES = 300
EPOCHS_BETWEEN_FRAMES = 5

Train = Callable[[int], None]


def measure(tell: Callable[[str], None] = lambda _text: None) -> dict[str, Any]:
    """Every figure, by name; epochs a second are medians, ratios are medians of the rounds' ratios."""
    torch.set_num_threads(1)
    tell("Loading the kernel …")
    warm()
    figures: dict[str, Any] = {}
    for name, (units, batch_size) in NETWORKS.items():
        tell(f"Training {name}: {units}, batches of {batch_size} …")
        figures[name] = training(units, batch_size)
    tell("Making frames …")
    figures["frame"] = frames()
    return figures


def training(units: list[int], batch_size: int) -> dict[str, Any]:
    """Epochs a second of both trainers and of the plain loop on one network."""
    rivals: dict[str, Train] = {
        "compiled": _trained_by("compiled", units, batch_size),
        "torch": _trained_by("torch", units, batch_size),
        "plain_pytorch": PlainLoop(spiral(units, batch_size, "torch"), units).train,
    }
    counts = {name: _epochs_for(train) for name, train in rivals.items()}
    rounds = [{name: _speed(train, counts[name]) for name, train in rivals.items()} for _ in range(ROUNDS)]
    return {
        "units": units,
        "batch_size": batch_size,
        "epochs_per_second": {name: statistics.median(each[name] for each in rounds) for name in rivals},
        "ratio_to_plain_pytorch": {
            name: statistics.median(each[name] / each["plain_pytorch"] for each in rounds)
            for name in ("compiled", "torch")
        },
    }


def _trained_by(engine: str, units: list[int], batch_size: int) -> Train:
    run = Run(spiral(units, batch_size, engine))

    def train(epochs: int) -> None:
        if run.epoch + epochs >= run.spec.training.epochs:
            run.reset()
        run.history.keeps_all = True  # All rivals measure after each epoch.
        run.advance(epochs * run.steps_per_epoch)

    return train


def _epochs_for(train: Train) -> int:
    """How many epochs fill a round; what has to be loaded first is loaded here."""
    train(2)
    epochs = 4
    while True:
        begun = perf_counter()
        train(epochs)
        seconds = perf_counter() - begun
        if seconds > ROUND_SECONDS / 8:
            return max(1, round(epochs * ROUND_SECONDS / seconds))
        epochs *= 4


def _speed(train: Train, epochs: int) -> float:
    begun = perf_counter()
    train(epochs)
    return epochs / (perf_counter() - begun)


def frames() -> dict[str, Any]:
    """Milliseconds and bytes of frames along the training of the spiral network.

    ``maps`` is the surface of 50 × 50 and every unit's map; ``page`` is what the page watches when it opens in a window
    of 1400 × 900, with maps as fine as they are shown there, and ``everything`` the gradients as well.
    """
    maps: dict[str, dict[str, Any]] = {"surface": {}, "neurons": {}}
    everything = maps | {"gradients": {}, "weights": {}, "history": {}, "data": {}}
    return {
        "maps": _frames(maps, packed=False),
        "maps_packed": _frames(maps, packed=True),
        "page_packed": _frames(WATCHED, packed=True),
        "everything": _frames(everything, packed=False),
        "everything_packed": _frames(everything, packed=True),
    }


def _frames(watched: dict[str, dict[str, Any]], *, packed: bool) -> dict[str, float]:
    units, batch_size = NETWORKS["spiral"]
    bench = Bench(Run(spiral(units, batch_size, "compiled")))
    seconds, sizes = [], []
    version, fixed = None, 0 if packed else None
    for _ in range(FRAMES):
        shown = max(0, bench.run.epoch - EPOCHS_BETWEEN_FRAMES)
        request = FrameRequest(watched, shown, version, packed, fixed)
        begun = perf_counter()
        frame = bench.frame(request)
        seconds.append(perf_counter() - begun)
        sizes.append(len(frame.body))
        version, fixed = frame.data_version or version, frame.fixed
        bench.run.advance(EPOCHS_BETWEEN_FRAMES * bench.run.steps_per_epoch)
    return {
        "milliseconds": 1000 * statistics.median(seconds),
        "milliseconds_p99": 1000 * statistics.quantiles(seconds, n=100)[-1],
        "bytes": statistics.mean(sizes),
    }
