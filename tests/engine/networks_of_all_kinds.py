"""Experiments whose networks have every kind of layer: what looks inside must be right for all of them."""

import json
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.json"))


def dense(units: int, activation: object = "tanh", **more: object) -> dict[str, Any]:
    return {"kind": "dense", "units": units, "activation": activation, **more}


def experiment(*layers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"data": {"kind": "circle", "samples": 60}, "network": {"layers": list(layers)}, **more}


MADE = {
    "residual": experiment(
        dense(3),
        {"kind": "residual", "layers": [dense(5), {"kind": "residual", "layers": [dense(5)]}]},
        dense(2),
    ),
    "normalized": experiment(
        dense(4, "relu"), {"kind": "batch_norm"}, dense(3), {"kind": "layer_norm"}, {"kind": "dropout"}
    ),
    "softmax_inside": experiment(dense(3, "softmax"), dense(2, "sine")),
    "learned_slopes": experiment(dense(4, "prelu"), dense(3, "prelu")),
    "steps": experiment(dense(4, "step"), dense(3)),
    "root_of_errors": {
        "data": {"kind": "sine", "samples": 40},
        "loss": "root_mean_squared_error",
        "network": {"layers": [dense(3)], "output": {"activation": "linear"}},
    },
    "no_layers": experiment(),
}


def every_network() -> list[Any]:
    """Every example, and a network for each kind of layer."""
    examples = [pytest.param(json.loads(path.read_text(encoding="utf-8")), id=path.stem) for path in EXAMPLES]
    return examples + [pytest.param(document, id=name) for name, document in MADE.items()]
