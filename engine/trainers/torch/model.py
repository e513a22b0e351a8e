"""A network as PyTorch modules whose parameters lie in one flat tensor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import torch
from torch import Tensor, nn

from engine.layers import RandomSource
from engine.network import Network
from engine.trainers.trainer import Array


class Model:
    """The modules of a network, in order, and their parameters as views of one tensor.

    One tensor keeps the overhead of an optimizer step that of one parameter, and lets one look at all
    gradients at once.
    """

    def __init__(self, network: Network, randomness: RandomSource) -> None:
        self.modules: list[tuple[str, nn.Module]] = [
            (node.id, node.layer.torch(node.inputs, randomness)) for node in network.nodes
        ]
        self.names = [f"{node.id}.{plan.name}" for node in network.nodes for plan in node.plans]
        self.tensors = [
            getattr(module, plan.name)
            for (_, module), node in zip(self.modules, network.nodes, strict=True)
            for plan in node.plans
        ]
        size = sum(tensor.numel() for tensor in self.tensors)
        self.flat = nn.Parameter(torch.zeros(size))
        self.flat.grad = torch.zeros(size)
        self.places: dict[str, slice] = {}
        start = 0
        for name, tensor in zip(self.names, self.tensors, strict=True):
            place = slice(start, start + tensor.numel())
            tensor.data = self.flat.data[place].view(tensor.shape)
            tensor.grad = self.flat.grad[place].view(tensor.shape)
            self.places[name] = place
            start = place.stop

    def tensor(self, name: str) -> Tensor:
        """Return a parameter by its name."""
        tensor: Tensor = self.tensors[self.names.index(name)]
        return tensor

    def shaped(self, flat: Tensor) -> dict[str, Array]:
        """Return copies of what is laid out as the parameters are, by name and in their shapes."""
        return {
            name: flat[place].view(tensor.shape).numpy().copy()
            for (name, place), tensor in zip(self.places.items(), self.tensors, strict=True)
        }

    def training(self, active: bool) -> None:
        """Switch layers that behave differently while training, such as dropout."""
        for _, module in self.modules:
            module.train(active)

    def outputs(self, x: Tensor) -> Iterator[tuple[str, Tensor]]:
        """Yield each node with what it gives for x of shape (batch, features)."""
        for name, module in self.modules:
            x = module(x)
            yield name, x

    def predict(self, x: Tensor) -> Tensor:
        """Return the output node's values, shape (batch, outputs)."""
        for _, module in self.modules:
            x = module(x)
        return x

    @property
    def logits(self) -> Tensor:
        """Return the output node's preactivations of the last forward pass, shape (batch, outputs)."""
        logits: Tensor = self.modules[-1][1].preactivation  # type: ignore[assignment]
        return logits

    def penalties(self) -> list[Tensor]:
        """Return each layer's penalty, where it has one."""
        offers = (getattr(module, "penalty", None) for _, module in self.modules)
        penalties = (offer() for offer in offers if offer is not None)
        return [penalty for penalty in penalties if penalty is not None]

    def read(self) -> dict[str, Array]:
        """Return copies of all parameters by name."""
        return {
            name: tensor.detach().numpy().copy()
            for name, tensor in zip(self.names, self.tensors, strict=True)
        }

    def write(self, values: Mapping[str, Array]) -> None:
        """Overwrite parameters by name."""
        for name, tensor in zip(self.names, self.tensors, strict=True):
            if name in values:
                tensor.data.copy_(torch.from_numpy(values[name]))

    def gradients(self) -> dict[str, Array]:
        """Return copies of all gradients by name."""
        return {
            name: tensor.grad.numpy().copy()
            for name, tensor in zip(self.names, self.tensors, strict=True)
            if tensor.grad is not None
        }
