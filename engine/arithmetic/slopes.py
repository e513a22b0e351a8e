"""How steep activations are."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import torch

from engine.activations import Activation
from engine.activations.learned_activation import LearnedActivation
from engine.trainers.trainer import Array

torch.set_num_threads(1)  # one core serves one run, whichever trainer it has


def slope(
    activation: Activation, z: Array, learned: Array | None = None, outputs: Array | None = None
) -> Array:
    """Return the derivative of an activation at each z, shape (units, n), by autograd.

    ``learned`` is the parameter that each unit has learned, shape (units,), where there is one. Where ``outputs``,
    shape (units, n), are known, the activation's own derivative is taken if it can do a whole array at once.
    """
    if outputs is not None and learned is None and takes_arrays(activation):
        return _of_arrays(activation, z, outputs)
    at = torch.from_numpy(np.ascontiguousarray(z.T)).requires_grad_()
    if isinstance(activation, LearnedActivation) and learned is not None:
        value = activation.torch_with(at, torch.from_numpy(learned))
    else:
        value = activation.torch(at)
    if not value.requires_grad:  # one whose output does not move with z at all
        return np.zeros_like(z)
    (found,) = torch.autograd.grad(value.sum(), at)
    return found.T.numpy()


def _of_arrays(activation: Activation, z: Array, outputs: Array) -> Array:
    constants = (np.float32(constant) for constant in activation.constants())
    found: Array = type(activation).derivative(z, outputs, *constants)
    return found


@lru_cache(maxsize=64)
def takes_arrays(activation: Activation) -> bool:
    """Tell whether the derivative, which is written on single numbers, gives the same on arrays.

    It does not where it asks which of two cases a number is.
    """
    z = np.linspace(-6, 6, 241, dtype=np.float32)[None]
    outputs = activation.torch(torch.from_numpy(z)).numpy()
    try:
        found = _of_arrays(activation, z, outputs)
    except (ValueError, TypeError):
        return False
    return np.shape(found) == z.shape and np.allclose(found, slope(activation, z), rtol=1e-4, atol=1e-5)


@lru_cache(maxsize=64)
def largest_slope(activation: Activation) -> float:
    """Return the largest size of the derivative of an activation that works on each unit by itself."""
    return float(np.abs(slope(activation, np.linspace(-12, 12, 4801, dtype=np.float32)[None])).max())
