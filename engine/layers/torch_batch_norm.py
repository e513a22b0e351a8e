"""The PyTorch module of batch normalization; apart, so that describing a layer does not load PyTorch."""

from __future__ import annotations

import torch
from torch import Tensor, nn

OVERFLOW = 2.0**60
"""A variance beyond this is not a number, so that the step counts as diverged and no average ever takes it in."""


class BatchNormModule(nn.Module):
    """Normalizes x of shape (batch, features) by the batch while training, else by the running averages.

    ``torch.nn.BatchNorm1d`` does the same, but refuses a batch of one sample and changes its averages before it
    is known whether the step is carried out.
    """

    running_mean: Tensor
    running_variance: Tensor

    def __init__(self, features: int, momentum: float, epsilon: float) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.empty(features))
        self.shift = nn.Parameter(torch.empty(features))
        self.register_buffer("running_mean", torch.empty(features))
        self.register_buffer("running_variance", torch.empty(features))
        self.momentum = momentum
        self.epsilon = epsilon
        self.last: tuple[Tensor, Tensor] | None = None
        """Mean and unbiased variance of the last batch."""
        self.preactivation: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        """Return the normalized, scaled and shifted values, shape (batch, features); keeps the normalized ones."""
        mean, variance = self.running_mean, self.running_variance
        if self.training:
            mean, variance = x.mean(0), x.var(0, unbiased=False)
            variance = torch.where(variance < OVERFLOW, variance, torch.nan)
            unbiased = variance.detach() * (len(x) / max(len(x) - 1, 1))
            self.last = mean.detach(), unbiased
        self.preactivation = (x - mean) * (variance + self.epsilon).rsqrt()
        return self.preactivation * self.scale + self.shift

    def settle(self) -> None:
        """Take the last batch into the running averages."""
        if self.last is not None:
            mean, variance = self.last
            self.running_mean.lerp_(mean, self.momentum)
            self.running_variance.lerp_(variance, self.momentum)
