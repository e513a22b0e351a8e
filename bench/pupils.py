"""Those who come to the playground: what they train, and what they do meanwhile."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from bench.client import Client
from bench.crowd import Crowd
from bench.served import ServedForLoad

SPIRAL = Path(__file__).parents[1] / "tests" / "examples" / "spiral_small.json"
MOST_EPOCHS = 100_000
EDIT_EVERY = 10.0
RECONNECT_EVERY = 60.0
RATES = (0.003, 0.01, 0.03)


def spiral(seed: int) -> dict[str, Any]:
    """The spiral network, for a training that does not end while it is measured."""
    spec: dict[str, Any] = json.loads(SPIRAL.read_text(encoding="utf-8"))
    spec["seed"] = seed
    spec["training"]["epochs"] = MOST_EPOCHS
    return spec


def largest(seed: int) -> dict[str, Any]:
    """As large a network as is accepted, on as many samples."""
    spec = spiral(seed)
    layer = {"kind": "dense", "units": 64, "activation": "tanh"}
    spec["network"]["layers"] = [layer] * 12
    spec["data"]["samples"] = 5000
    spec["training"]["batch_size"] = 500
    return spec


def pupil(
    server: ServedForLoad,
    number: int,
    *,
    spec: dict[str, Any] | None = None,
    cookie: str | None = None,
    **more: Any,
) -> Client:
    """A new visitor who plays the spiral network with a seed of their own, unless something else is given."""
    return Client(server.port, spec or spiral(number), cookie=cookie or server.cookie(), **more)


def lively(crowd: Crowd, client: Client) -> None:
    """Have a page edit now and then, and lose its line now and then."""

    def edit() -> None:
        if client.state == "playing":
            client.send(op="patch", path="optimizer.learning_rate", value=random.choice(RATES))  # noqa: S311
        crowd.at(EDIT_EVERY * random.uniform(0.5, 1.5), edit)  # noqa: S311

    def reconnect() -> None:
        if client.state == "playing":
            crowd.end(client)
            crowd.begin(client)
        crowd.at(RECONNECT_EVERY * random.uniform(0.5, 1.5), reconnect)  # noqa: S311

    crowd.at(EDIT_EVERY * random.random(), edit)  # noqa: S311
    crowd.at(RECONNECT_EVERY * random.uniform(0.2, 1.0), reconnect)  # noqa: S311
