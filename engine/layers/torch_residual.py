"""The PyTorch module of a residual connection; apart, so that describing a layer does not load PyTorch."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class ResidualModule(nn.Module):
    """Adds what the layers inside gave to their inputs, which a projection brings to the same size."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.projection = nn.Parameter(torch.empty(outputs, inputs)) if inputs != outputs else None

    def forward(self, inside: Tensor, x: Tensor) -> Tensor:
        """Return the sum, shape (batch, out_features), for x of shape (batch, in_features)."""
        return inside + (x if self.projection is None else nn.functional.linear(x, self.projection))
