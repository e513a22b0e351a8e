"""Every gradient clipping: scalar form, PyTorch form and PyTorch's own agree."""

import numpy as np
import pytest
import torch

from engine.clippings import Clipping
from engine.clippings.norm import Norm
from engine.clippings.value import Value
from tests.engine.variants import variants

CLIPPINGS = [*variants(Clipping), Norm(limit=0.01), Norm(limit=500.0), Value(limit=0.01), Value(limit=500.0)]
GRADIENTS = np.random.default_rng(2).normal(0, 2, 40).astype(np.float32)


@pytest.mark.parametrize("clipping", CLIPPINGS, ids=repr)
def test_scalar_form_and_torch_form_agree(clipping: Clipping) -> None:
    c = [np.float32(constant) for constant in clipping.constants()]
    norm = float(np.sqrt((GRADIENTS.astype(np.float64) ** 2).sum()))
    share = np.float32(clipping.share(norm, *c))
    ours = np.array([clipping.value(g, share, *c) for g in GRADIENTS])
    theirs = torch.tensor(GRADIENTS)
    clipping.torch(theirs)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-6)


@pytest.mark.parametrize("limit", [0.01, 1.0, 500.0])
def test_it_is_that_of_pytorch(limit: float) -> None:
    ours, theirs = torch.tensor(GRADIENTS), torch.nn.Parameter(torch.zeros(40))
    Norm(limit=limit).torch(ours)
    theirs.grad = torch.tensor(GRADIENTS)
    torch.nn.utils.clip_grad_norm_([theirs], limit)
    torch.testing.assert_close(ours, theirs.grad, rtol=1e-5, atol=0)
    ours = torch.tensor(GRADIENTS)
    Value(limit=limit).torch(ours)
    theirs.grad = torch.tensor(GRADIENTS)
    torch.nn.utils.clip_grad_value_([theirs], limit)
    torch.testing.assert_close(ours, theirs.grad)


def test_a_gradient_whose_square_does_not_fit_keeps_its_direction() -> None:
    gradient = torch.tensor([3e18, -4e18] * 2, dtype=torch.float32) * 100
    Norm(limit=1.0).torch(gradient)
    torch.testing.assert_close(gradient, torch.tensor([0.6, -0.8] * 2) / 2**0.5)
