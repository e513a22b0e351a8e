"""The PyTorch module of layer normalization; apart, so that describing a layer does not load PyTorch."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class LayerNormModule(nn.Module):
    """Normalizes each sample of x, shape (batch, features), over its features."""

    def __init__(self, features: int, epsilon: float) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.empty(features))
        self.shift = nn.Parameter(torch.empty(features))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        """Return the normalized, scaled and shifted values, shape (batch, features)."""
        return nn.functional.layer_norm(x, self.scale.shape, self.scale, self.shift, self.epsilon)
