"""The PyTorch module of dropout; apart, so that describing a layer does not load PyTorch."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.layers.layer import RandomSource


class DropoutModule(nn.Module):
    """Dropout whose masks come from the run's own generator, so that both trainers drop the same units."""

    def __init__(self, rate: float, randomness: RandomSource) -> None:
        super().__init__()
        self.rate = rate
        self.randomness = randomness

    def forward(self, x: Tensor) -> Tensor:
        """Return x of shape (batch, …) with a share of its values dropped while training."""
        if not self.training or self.rate == 0:
            return x
        mask = self.randomness.mask(x.shape[0], x[0].numel(), self.rate)
        return x * torch.from_numpy(mask).reshape(x.shape)
