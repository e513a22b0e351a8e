"""What the optimizer does with one number: gradient, penalty, clipping, its own memory, and the step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from engine.arithmetic.exact import ExactModel
from engine.arithmetic.places import Place
from engine.network import Network
from engine.trainers import Trainer


@dataclass(frozen=True)
class Update:
    """The next step of one number, along the gradient of the whole training set."""

    learning_rate: float
    number: int
    """Which step of the optimizer it would be, from 1: the t of rules that correct for their start."""
    gradient: float
    """Of the loss."""
    penalty: float
    """Of the regularizer's penalty."""
    used: float
    """The sum of both, after clipping; 0 for a connection that is cut."""
    frozen: bool
    slots_before: dict[str, float]
    slots_after: dict[str, float]
    step: float
    """What is added to the number; as the trainer itself has it, so with constraints."""
    next_value: float

    def document(self) -> dict[str, Any]:
        """Return the update as the wire carries it."""
        return dict(vars(self))


def update_of(
    model: ExactModel, trainer: Trainer, place: Place, gradients: dict[str, torch.Tensor]
) -> Update:
    """Return the next step of the number at a place.

    ``gradients`` are those of the loss of the whole training set by every learned parameter.
    """
    network, value = model.network, model.value(place)
    penalties = penalty_gradients(model)
    frozen = is_frozen(network, place.node)
    used = clipped(network, gradients, penalties, place)
    slots = {slot: float(values[place.index]) for slot, values in trainer.slots().get(place.name, {}).items()}
    step = float(trainer.next_step()[place.name][place.index])
    return Update(
        trainer.learning_rate,
        trainer.optimizer_step + 1,
        float(gradients[place.name][place.index]),
        float(penalties[place.name][place.index]) if place.name in penalties else 0.0,
        used,
        frozen,
        slots,
        dict(slots) if frozen else slots_after(network, trainer.learning_rate, value, used, slots),
        step,
        value + step,
    )


def is_frozen(network: Network, name: str) -> bool:
    """Tell whether the parameters of a node stay as they are."""
    (node,) = (node for node in network.nodes if node.id == name)
    units = node.layer.unit_settings()
    return units is not None and units.frozen


def penalty_gradients(model: ExactModel) -> dict[str, torch.Tensor]:
    """Return the gradients of the regularizers' penalties by the weights that have one."""
    found = {}
    for name, module in model.modules.items():
        offer = getattr(module, "penalty", None)
        penalty = offer() if offer is not None else None
        if penalty is not None:
            weight = model.learned[f"{name}.weight"]
            (found[f"{name}.weight"],) = torch.autograd.grad(penalty, weight)
    return found


def clipped(
    network: Network, gradients: dict[str, torch.Tensor], penalties: dict[str, torch.Tensor], place: Place
) -> float:
    """Return the gradient that the optimizer gets to see at a place."""
    whole = {name: gradient + penalties.get(name, 0.0) for name, gradient in gradients.items()}
    for node in network.nodes:
        units = node.layer.unit_settings()
        for out, before in units.pruned if units is not None else ():
            weight = whole[f"{node.id}.weight"]
            if out < weight.shape[0] and before < weight.shape[1]:
                weight[out, before] = 0.0
    clipping = network.spec.training.gradient_clipping
    if clipping is None or is_frozen(network, place.node):
        return float(whole[place.name][place.index])
    trained = [name for name in whole if not is_frozen(network, name.rpartition(".")[0])]
    flat = torch.cat([whole[name].flatten() for name in trained])
    clipping.torch(flat)
    before = sum(whole[name].numel() for name in trained[: trained.index(place.name)])
    within = int(np.ravel_multi_index(place.index, tuple(whole[place.name].shape)))
    return float(flat[before + within])


def slots_after(
    network: Network, rate: float, value: float, gradient: float, slots: dict[str, float]
) -> dict[str, float]:
    """Return the optimizer's memory of one number after the step.

    The kinds' own scalar rules say so. Their memory does not depend on how many steps there were before, so the
    first step's constants serve.
    """
    optimizer = network.spec.optimizer
    first, second = ([np.float32(kept) for kept in slots.values()] + [np.float32(0)] * 2)[:2]
    constants = optimizer.prepare(rate, *optimizer.constants(), 1)
    _, first, second = optimizer.update(np.float32(value), np.float32(gradient), first, second, constants)
    return {slot: float(kept) for slot, kept in zip(slots, (first, second), strict=False)}
