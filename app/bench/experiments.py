"""The experiments that are measured."""

from __future__ import annotations

from typing import Any

from engine.spec import Spec, read_spec


def spiral(units: list[int], batch_size: int, engine: str, epochs: int = 100_000) -> Spec:
    """Two spirals, tanh layers and Adam: with (8, 8) and batches of 10 the network of all benchmarks."""
    layers: list[dict[str, Any]] = [{"kind": "dense", "units": size, "activation": "tanh"} for size in units]
    return read_spec(
        {
            "seed": 7,
            "data": {
                "kind": "spiral",
                "samples": 500,
                "noise": 0.0,
                "test_fraction": 0.5,
                "features": ["x1", "x2"],
                "scaling": "none",
            },
            "network": {"layers": layers, "output": {"activation": "sigmoid"}},
            "loss": "binary_cross_entropy",
            "optimizer": {"kind": "adam", "learning_rate": 0.01},
            "training": {"batch_size": batch_size, "epochs": epochs},
            "engine": engine,
        }
    )


NETWORKS: dict[str, tuple[list[int], int]] = {
    "spiral": ([8, 8], 10),
    "wide": ([64, 64, 64], 32),
}
"""Units of the hidden layers and batch size, by the name under which the figures are printed."""
