"""The gradient check: the slope that autograd finds, beside the slope between two points close to each other."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.arithmetic.exact import ExactModel
from engine.arithmetic.places import Place

STEPS = tuple(10.0**-power for power in range(1, 10))
"""Distances on either side. The error of the difference shrinks with their square until rounding takes over."""


@dataclass(frozen=True)
class GradientCheck:
    """One number's gradient, found twice."""

    value: float
    loss: float
    analytic: float
    numeric: tuple[float, ...]
    """(L(w + h) − L(w − h)) / 2h for each of ``STEPS``."""

    @property
    def difference(self) -> list[float]:
        """Return |numeric − analytic| for each step."""
        return [abs(numeric - self.analytic) for numeric in self.numeric]

    @property
    def error(self) -> list[float]:
        """Return the difference as a share of the larger of the two; 0 where both are 0."""
        sizes = [max(abs(numeric), abs(self.analytic)) for numeric in self.numeric]
        return [apart / size if size else 0.0 for apart, size in zip(self.difference, sizes, strict=True)]


def check_gradient(model: ExactModel, place: Place, features: Tensor, targets: Tensor) -> GradientCheck:
    """Check the gradient of the samples' loss by the number at a place."""
    tensor = model.learned[place.name]
    loss = model.cost(features, targets)
    (gradient,) = torch.autograd.grad(loss, tensor)
    value = float(tensor[place.index].detach())
    numeric = []
    with torch.no_grad():
        for step in STEPS:
            ends = []
            for end in (value + step, value - step):
                tensor[place.index] = end
                ends.append((end, float(model.cost(features, targets))))
            (right, above), (left, below) = ends
            numeric.append((above - below) / (right - left))
        tensor[place.index] = value
    return GradientCheck(value, float(loss.detach()), float(gradient[place.index]), tuple(numeric))
