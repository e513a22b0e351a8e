"""Measures every kind that takes part in training, each on the same network as the rest of its family."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import thread_time
from typing import Any

from app.bench.experiments import NETWORKS, spiral
from engine.concepts import families, kinds
from engine.concepts.concept import Concept
from engine.errors import EngineError
from engine.network import plan, prepare
from engine.spec import read_spec
from engine.trainers import Trainer
from engine.trainers.choice import make_trainer
from engine.trainers.warm import warm

ROUNDS = 7
ROUND_SECONDS = 0.05

Document = dict[str, Any]


def measure_kinds(tell: Callable[[str], None] = lambda _text: None) -> dict[str, dict[str, dict[str, float]]]:
    """Epochs a second of every kind, and relative to the fastest of its family, by family and kind.

    The network is that of the spirals. Seconds are the thread's own, so that a busy machine matters little, and the
    kinds of a family take turns.
    """
    tell("Loading the kernel …")
    warm()
    figures = {}
    for name, place in PLACES.items():
        tell(f"Training with all {name} …")
        figures[name] = measure_family(families()[name], place)
    return figures


def measure_family(
    family: type[Concept], place: Callable[[Document, str], None]
) -> dict[str, dict[str, float]]:
    """Epochs a second of the kinds of one family that the compiled trainer can do."""
    trainers = {name: trainer for name in kinds(family) if (trainer := trainer_with(place, name))}
    counts = {name: epochs_for(trainer) for name, trainer in trainers.items()}
    rounds = [
        {name: speed(trainer, counts[name]) for name, trainer in trainers.items()} for _ in range(ROUNDS)
    ]
    speeds = {name: statistics.median(each[name] for each in rounds) for name in trainers}
    fastest = max(speeds.values())
    return {
        name: {"epochs_per_second": value, "relative": value / fastest}
        for name, value in sorted(speeds.items(), key=lambda item: -item[1])
    }


def trainer_with(place: Callable[[Document, str], None], kind: str) -> Trainer | None:
    """The compiled trainer of the spirals' network with a kind put in its place, if it can do it."""
    document = spiral(*NETWORKS["spiral"], engine="compiled").document()
    place(document, kind)
    try:
        network = plan(read_spec(document))
    except EngineError:
        return None
    return make_trainer(network, prepare(network).data, network.initial_parameters())


def epochs_for(trainer: Trainer) -> int:
    """How many epochs fill a round."""
    epochs = 8
    while True:
        seconds = epochs / speed(trainer, epochs)
        if seconds > ROUND_SECONDS / 4:
            return max(1, round(epochs * ROUND_SECONDS / seconds))
        epochs *= 4


def speed(trainer: Trainer, epochs: int) -> float:
    """Epochs a second of so many epochs."""
    begun = thread_time()
    progress = trainer.advance(epochs * trainer.steps_per_epoch)
    seconds = thread_time() - begun
    if progress.divergence:
        raise RuntimeError(f"It diverged in step {progress.divergence.step}, which says nothing about speed.")
    return epochs / max(seconds, 1e-9)


def _activation(document: Document, kind: str) -> None:
    for layer in document["network"]["layers"]:
        layer["activation"] = kind


def _loss(document: Document, kind: str) -> None:
    """Put a loss behind the output activation that it belongs to, or behind the sigmoid that is there."""
    document["loss"] = kind
    belongs_to = getattr(kinds(families()["losses"])[kind], "fused_with")  # noqa: B009 — of losses alone
    if belongs_to:
        document["network"]["output"]["activation"] = belongs_to


def _optimizer(document: Document, kind: str) -> None:
    document["optimizer"] = kind


def _schedule(document: Document, kind: str) -> None:
    document["optimizer"]["schedule"] = kind


def _clipping(document: Document, kind: str) -> None:
    document["training"]["gradient_clipping"] = kind


def _regularizer(document: Document, kind: str) -> None:
    for layer in document["network"]["layers"]:
        layer["regularizer"] = kind


def _constraint(document: Document, kind: str) -> None:
    for layer in document["network"]["layers"]:
        layer["constraint"] = kind


def _layer(document: Document, kind: str) -> None:
    document["network"]["layers"].insert(1, {"kind": kind})


PLACES: dict[str, Callable[[Document, str], None]] = {
    "activations": _activation,
    "losses": _loss,
    "optimizers": _optimizer,
    "schedules": _schedule,
    "clippings": _clipping,
    "regularizers": _regularizer,
    "constraints": _constraint,
    "layers": _layer,
}
"""Where in a spec a kind of each family goes."""
