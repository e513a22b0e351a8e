"""The PyTorch module of a dense layer; apart, so that describing a layer does not load PyTorch."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.activations import Activation
from engine.activations.learned_activation import LearnedActivation
from engine.regularizers import Regularizer


class DenseModule(nn.Module):
    """a = activation(x Wᵀ + b) for x of shape (batch, in_features)."""

    def __init__(
        self, inputs: int, outputs: int, activation: Activation, regularizer: Regularizer | None
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, inputs))
        self.bias = nn.Parameter(torch.empty(outputs))
        self.activation = activation
        if activation.learned is not None:
            self.register_parameter(activation.learned, nn.Parameter(torch.empty(outputs)))
        self.regularizer = regularizer
        self.preactivation: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        """Return the outputs, shape (batch, out_features); keeps the preactivations of the same shape."""
        self.preactivation = nn.functional.linear(x, self.weight, self.bias)
        if isinstance(self.activation, LearnedActivation):
            learned = self.get_parameter(self.activation.learned)
            return self.activation.torch_with(self.preactivation, learned)
        return self.activation.torch(self.preactivation)

    def penalty(self) -> Tensor | None:
        """Return the regularizer's penalty on the weights, a scalar, where there is one."""
        return None if self.regularizer is None else self.regularizer.torch(self.weight)
