"""How large an experiment may be, so that no spec can exhaust the server."""

from __future__ import annotations

LIMITS: dict[str, int] = {
    "layers": 12,
    "nested": 3,
    "units": 64,
    "parameters": 50_000,
    "samples": 5_000,
    "epochs": 100_000,
    "resolution": 128,
    "multiply_adds_per_step": 200_000_000,
}
"""Hidden layers, those inside others counted as well; how deep layers may lie inside layers; units of a layer;
parameters; samples; epochs; points along one side of a map; and the multiply-adds of one optimizer step (forward and
backward pass over one batch)."""
