"""A network as PyTorch modules whose parameters lie in one flat tensor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import torch
from torch import Tensor, nn

from engine.layers import RandomSource
from engine.network import Network
from engine.network.nodes import INPUT
from engine.trainers.trainer import Array


class Model:
    """The modules of a network, in order, and what they learn as views of one tensor.

    One tensor keeps the overhead of an optimizer step that of one parameter, and lets one look at all
    gradients at once. What a module keeps without learning it lies in a tensor of its own.
    """

    def __init__(self, network: Network, randomness: RandomSource) -> None:
        self.modules: list[tuple[str, nn.Module]] = [
            (node.id, node.layer.torch(node.inputs, randomness)) for node in network.nodes
        ]
        self.sources = [node.sources for node in network.nodes]
        self.compares = [node.layer.compares_samples for node in network.nodes]
        self.learned: dict[str, Tensor] = {}
        self.tensors: dict[str, Tensor] = {}
        for (_, module), node in zip(self.modules, network.nodes, strict=True):
            for plan in node.plans:
                name = f"{node.id}.{plan.name}"
                self.tensors[name] = getattr(module, plan.name)
                if plan.learned:
                    self.learned[name] = self.tensors[name]
        size = sum(tensor.numel() for tensor in self.learned.values())
        self.flat = nn.Parameter(torch.zeros(size))
        self.flat.grad = torch.zeros(size)
        self.places: dict[str, slice] = {}
        start = 0
        for name, tensor in self.learned.items():
            place = slice(start, start + tensor.numel())
            tensor.data = self.flat.data[place].view(tensor.shape)
            tensor.grad = self.flat.grad[place].view(tensor.shape)
            self.places[name] = place
            start = place.stop

    def shaped(self, flat: Tensor) -> dict[str, Array]:
        """Return copies of what is laid out as the learned parameters are, by name and in their shapes."""
        return {
            name: flat[place].view(self.learned[name].shape).numpy().copy()
            for name, place in self.places.items()
        }

    def training(self, active: bool) -> None:
        """Switch layers that behave differently while training, such as dropout."""
        for _, module in self.modules:
            module.train(active)

    def comparing(self) -> None:
        """Switch to how training sees a batch, but with nothing dropped."""
        for (_, module), compares in zip(self.modules, self.compares, strict=True):
            module.train(compares)

    def outputs(self, x: Tensor) -> Iterator[tuple[str, Tensor]]:
        """Yield each node with what it gives for x of shape (batch, features)."""
        values = {INPUT: x}
        for (name, module), sources in zip(self.modules, self.sources, strict=True):
            values[name] = module(*(values[source] for source in sources))
            yield name, values[name]

    def sums(self, x: Tensor) -> Iterator[tuple[str, Tensor]]:
        """Yield each node with its preactivations for x of shape (batch, features), or with what it gives."""
        for (_, module), (name, value) in zip(self.modules, self.outputs(x), strict=True):
            weighted = hasattr(module, "activation")
            yield name, module.preactivation if weighted else value  # type: ignore[misc]

    def predict(self, x: Tensor) -> Tensor:
        """Return the output node's values, shape (batch, outputs)."""
        for _, value in self.outputs(x):
            x = value
        return x

    def settle(self) -> None:
        """Let modules take what they measured in the last forward pass into what they keep."""
        for _, module in self.modules:
            settle = getattr(module, "settle", None)
            if settle is not None:
                settle()

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
        return {name: tensor.detach().numpy().copy() for name, tensor in self.tensors.items()}

    def write(self, values: Mapping[str, Array]) -> None:
        """Overwrite parameters by name."""
        for name, tensor in self.tensors.items():
            if name in values:
                tensor.data.copy_(torch.from_numpy(values[name]))

    def gradients(self) -> dict[str, Array]:
        """Return copies of all gradients by name."""
        return {
            name: tensor.grad.numpy().copy()
            for name, tensor in self.learned.items()
            if tensor.grad is not None
        }
