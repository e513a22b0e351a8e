"""Exponentially weighted momentum in PyTorch; apart, so that describing an optimizer does not load PyTorch."""

from __future__ import annotations

from collections.abc import Iterable

import torch


class WeightedMomentum(torch.optim.Optimizer):
    """v ← βv + (1−β)g from v = 0, and w ← w − ηv; with Nesterov w ← w − η(βv + (1−β)g).

    ``torch.optim.SGD`` cannot do this: its dampening leaves out the first step, and refuses Nesterov.
    """

    def __init__(
        self, parameters: Iterable[torch.Tensor], learning_rate: float, momentum: float, *, nesterov: bool
    ) -> None:
        super().__init__(parameters, {"lr": learning_rate, "momentum": momentum, "nesterov": nesterov})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]  # nothing here needs a closure
        """Take one step with the gradients that the parameters hold."""
        for group in self.param_groups:
            rate, momentum = group["lr"], group["momentum"]
            for parameter in group["params"]:
                gradient, state = parameter.grad, self.state[parameter]
                if not state:
                    state["momentum_buffer"] = torch.zeros_like(parameter)
                velocity = state["momentum_buffer"].mul_(momentum).add_(gradient, alpha=1 - momentum)
                if group["nesterov"]:
                    velocity = (momentum * velocity).add_(gradient, alpha=1 - momentum)
                parameter.sub_(velocity, alpha=rate)
