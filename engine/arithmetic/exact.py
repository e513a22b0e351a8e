"""A network in float64, with everything that autograd can tell of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.arithmetic.places import Place
from engine.errors import CommandError
from engine.network import Network
from engine.network.nodes import INPUT
from engine.trainers.trainer import Array

torch.set_num_threads(1)  # one core serves one run, whichever trainer it has


@dataclass(frozen=True)
class Pass:
    """One forward pass: what every node gave, and the weighted sums of those that have some."""

    values: dict[str, Tensor]
    """By node, the features as ``input``; each (batch, …)."""
    sums: dict[str, Tensor]
    """Preactivations by node, in the shape of the values."""


@dataclass(frozen=True)
class Derivatives:
    """Derivatives of a loss by all that a pass made, in the shapes of the pass; nothing where there is no way back."""

    by_value: dict[str, Tensor | None]
    by_sum: dict[str, Tensor | None]
    by_parameter: dict[str, Tensor | None]


class ExactModel:
    """The modules of a network as they are when it is used, so without dropout, in float64.

    Raises
    ------
    CommandError
        Where a parameter is not finite: then there is no arithmetic to show.
    """

    def __init__(self, network: Network, parameters: Mapping[str, Array]) -> None:
        for name, values in parameters.items():
            if not np.isfinite(values).all():
                raise CommandError(f"{name} is no longer a finite number.", "Reset the training.")
        self.network = network
        self.loss = network.spec.loss
        self.fused = self.loss.fused_with == network.spec.network.output.activation.kind_name()
        self.modules: dict[str, nn.Module] = {}
        self.learned: dict[str, Tensor] = {}
        for node in network.nodes:
            module = node.layer.torch(node.inputs, NoRandomness()).double().eval()
            self.modules[node.id] = module
            for plan in node.plans:
                name = f"{node.id}.{plan.name}"
                tensor: Tensor = getattr(module, plan.name)
                tensor.data.copy_(torch.from_numpy(parameters[name]))
                if plan.learned:
                    self.learned[name] = tensor

    def value(self, place: Place) -> float:
        """Return the number at a place."""
        return float(self.learned[place.name].detach()[place.index])

    def forward(self, features: Tensor) -> Pass:
        """Return the pass of features (batch, features)."""
        values: dict[str, Tensor] = {INPUT: features}
        sums: dict[str, Tensor] = {}
        for node in self.network.nodes:
            module = self.modules[node.id]
            values[node.id] = module(*(values[source] for source in node.sources))
            if hasattr(module, "activation"):
                sums[node.id] = module.preactivation  # type: ignore[assignment]
        return Pass(values, sums)

    def losses(self, seen: Pass, targets: Tensor) -> Tensor:
        """Return the loss of each sample, shape (batch,), for targets (batch, outputs)."""
        output = self.network.output.id
        if self.fused:
            return self.loss.fused_torch(seen.sums[output], targets)
        return self.loss.torch(seen.values[output], targets)

    def derivatives(self, loss: Tensor, seen: Pass) -> Derivatives:
        """Return the derivatives of a loss of a pass, whose graph stays for more."""
        groups = (seen.values, seen.sums, self.learned)
        wanted = [tensor for group in groups for tensor in group.values()]
        found: Sequence[Tensor | None] = torch.autograd.grad(
            loss, wanted, retain_graph=True, allow_unused=True
        )
        left = iter(found)
        by_value, by_sum, by_parameter = ({name: next(left) for name in group} for group in groups)
        return Derivatives(by_value, by_sum, by_parameter)

    def cost(self, features: Tensor, targets: Tensor) -> Tensor:
        """Return the loss of a set of samples, a scalar, without penalty."""
        return self.loss.torch_finish(self.losses(self.forward(features), targets).mean())


class NoRandomness:
    """The random numbers of a network in use: there are none."""

    def mask(self, batch: int, units: int, rate: float) -> NDArray[np.float32]:
        """Refuse: nothing is dropped when a network is used."""
        raise RuntimeError("a network in use drops nothing")


def exact(samples: Array) -> Tensor:
    """Return (features, samples) as a float64 tensor of shape (samples, features)."""
    return torch.from_numpy(samples.T.astype(np.float64))
