"""How much one look may cost, in multiply-adds: the engine reads no clock."""

from __future__ import annotations

from engine.network import Network

WORK = 18_000_000
"""One look; with racers one half is for them."""
CALL = 40_000
"""What stands for the time of one call into compiled code."""
TORCH_CALL = 300_000
"""The same for each node of a network that PyTorch trains."""


def call_work(network: Network) -> int:
    """Return the multiply-adds that take about as long as the calls of one forward pass."""
    return TORCH_CALL * len(network.nodes) if network.engine() == "torch" else CALL


def step_work(network: Network, batch: int) -> int:
    """Return the same of one optimizer step; in compiled code many are done in one call."""
    calls = 3 * call_work(network) if network.engine() == "torch" else CALL // 10
    return 3 * network.multiply_adds * batch + calls
