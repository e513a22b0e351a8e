"""What is done around an optimizer step: cut connections, clipping, frozen layers, constraints."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.constraints import Constraint
from engine.network import Network
from engine.trainers.torch.model import Model


class Rules:
    """The rules of a network, for the flat parameters and gradients of its model."""

    def __init__(self, network: Network, model: Model) -> None:
        self.flat = model.flat
        self.clipping = network.spec.training.gradient_clipping
        self.constraints: list[tuple[Constraint, Tensor]] = []
        frozen = torch.zeros(model.flat.numel(), dtype=torch.bool)
        pruned = torch.zeros_like(frozen)
        for node in network.nodes:
            units = node.layer.unit_settings()
            if units is None:
                continue
            if units.frozen:
                for plan in node.plans:
                    frozen[model.places[f"{node.id}.{plan.name}"]] = True
            elif units.constraint is not None:
                self.constraints.append((units.constraint, model.learned[f"{node.id}.weight"].data))
            shape = model.learned[f"{node.id}.weight"].shape
            edges = pruned[model.places[f"{node.id}.weight"]].view(shape)
            for unit, place in units.pruned:
                if unit < shape[0] and place < shape[1]:
                    edges[unit, place] = True
        self.frozen = frozen.nonzero().squeeze(1)
        self.trained = (~frozen).nonzero().squeeze(1)
        self.pruned = pruned.nonzero().squeeze(1)

    def prune(self) -> None:
        """Set the weights of cut connections to 0."""
        self.flat.data[self.pruned] = 0

    def cut(self, gradient: Tensor) -> None:
        """Set the gradients of cut connections to 0."""
        gradient[self.pruned] = 0

    def step(self, optimizer: torch.optim.Optimizer, gradient: Tensor) -> None:
        """Take an optimizer step after which every rule is kept."""
        if self.clipping is not None:
            trained = gradient[self.trained]
            self.clipping.torch(trained)
            gradient[self.trained] = trained
        before = {key: values[self.frozen].clone() for key, values in self._moving(optimizer).items()}
        optimizer.step()
        for key, values in self._moving(optimizer).items():
            values[self.frozen] = before.get(key, 0.0)
        for constraint, weight in self.constraints:
            constraint.torch(weight)
        self.prune()

    def _moving(self, optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
        """Return the parameters and what the optimizer keeps for each of them."""
        slots = optimizer.state.get(self.flat, {})
        per_parameter = {
            name: values
            for name, values in slots.items()
            if isinstance(values, Tensor) and values.shape == self.flat.shape
        }
        return {"parameters": self.flat.data, **per_parameter}
