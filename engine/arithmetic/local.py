"""The links of the chain rule: how each node's values answer to those that it reads, at one sample."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.arithmetic.exact import Derivatives, ExactModel, Pass
from engine.arithmetic.places import Place
from engine.network.nodes import Node

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Local:
    """Derivatives of one node's units at one sample.

    Where each unit has a weighted sum and an activation of its own, the derivative by a unit before it is slope
    times weight, and both are known by themselves. Anything else, such as a normalization, has one number for each
    pair of units.
    """

    by_source: dict[str, Floats]
    """∂a/∂x by source, (units, units of the source)."""
    slope: Floats | None
    """f′(z), (units); nothing where the node is not made of units with sums of their own."""
    weight: Floats | None
    """(units, units of the source), where there is a slope."""
    slope_in_seed: bool = False
    """True for an output whose slope is already part of the loss's derivative, dL/dz; here slope is 1."""


@dataclass(frozen=True)
class Seed:
    """Where the way back begins: the derivative of the sample's loss by the output, or by the output's sum."""

    values: Floats
    by_sum: bool


def seed_of(model: ExactModel, seen: Pass, back: Derivatives, target: Tensor) -> Seed:
    """Return dL/da of the output; dL/dz where loss and activation only make sense, or are only exact, together.

    ``seen`` and ``back`` are of one sample.
    """
    output = model.network.output.id
    if not model.fused:
        return Seed(row(back.by_value[output]), by_sum=False)
    by_sum = row(back.by_sum[output])
    if one_by_one(model, output):
        leaf = seen.values[output].detach().requires_grad_()
        (by_output,) = torch.autograd.grad(model.loss.torch(leaf, target).sum(), leaf)
        apart = row(by_output)
        if np.allclose(apart * slope_of(seen, output), by_sum, rtol=1e-11, atol=0):
            return Seed(apart, by_sum=False)
    return Seed(by_sum, by_sum=True)


def one_by_one(model: ExactModel, node: str) -> bool:
    """Tell whether each unit of a node has a weight for each unit before it, and an activation of its own."""
    module = model.modules[node]
    weight = getattr(module, "weight", None)
    activation = getattr(module, "activation", None)
    return weight is not None and weight.ndim == 2 and activation is not None and activation.elementwise


def slope_of(seen: Pass, node: str) -> Floats:
    """Return f′(z) of each unit of a node whose activation works unit by unit."""
    a, z = seen.values[node], seen.sums[node]
    (slope,) = torch.autograd.grad(a.sum(), z, retain_graph=True)
    return row(slope)


def local_of(model: ExactModel, seen: Pass, node: Node, seed: Seed) -> Local:
    """Return the derivatives of a node; those of the output's sums where the seed is dL/dz."""
    if node.id == model.network.output.id and seed.by_sum:
        weight = weight_of(model, node.id)
        return Local({node.sources[0]: weight}, np.ones(len(weight)), weight, slope_in_seed=True)
    if one_by_one(model, node.id):
        slope, weight = slope_of(seen, node.id), weight_of(model, node.id)
        return Local({node.sources[0]: slope[:, None] * weight}, slope, weight)
    units = seen.values[node.id][0].numel()
    copies = [
        seen.values[source].detach().repeat_interleave(units, 0).requires_grad_() for source in node.sources
    ]
    outputs = model.modules[node.id](*copies).reshape(units, units)
    gradients = torch.autograd.grad(outputs.diagonal().sum(), copies)
    found = {
        source: gradient.reshape(units, -1).numpy()
        for source, gradient in zip(node.sources, gradients, strict=True)
    }
    return Local(found, None, None)


def by_parameter(model: ExactModel, seen: Pass, place: Place, local: Local) -> Floats:
    """Return the derivative of each unit of the parameter's node by the number at a place, (units)."""
    tensor = model.learned[place.name]
    values = (seen.sums if local.slope_in_seed else seen.values)[place.node][0].flatten()
    found = np.zeros(len(values))
    for unit in range(len(values)) if local.slope is None else [place.index[0]]:
        (gradient,) = torch.autograd.grad(values[unit], tensor, retain_graph=True)
        found[unit] = float(gradient[place.index])
    return found


def row(tensor: Tensor | None) -> Floats:
    """Return the numbers of a tensor that holds one sample, (units)."""
    if tensor is None:
        raise RuntimeError("the loss does not depend on this")
    values: Floats = tensor.detach()[0].flatten().numpy()
    return values


def weight_of(model: ExactModel, node: str) -> Floats:
    """Return the weights of a node, (units, units of the source)."""
    weight: Floats = model.learned[f"{node}.weight"].detach().numpy()
    return weight
