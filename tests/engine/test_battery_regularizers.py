"""Every regularizer: value, derivative and PyTorch's form agree."""

import numpy as np
import pytest
import torch

from engine.regularizers import Regularizer
from tests.engine.variants import variants

REGULARIZERS = variants(Regularizer)
WEIGHTS = np.linspace(-3, 3, 62, dtype=np.float32)  # beside 0, where some have a kink


def constants(regularizer: Regularizer) -> list[np.float32]:
    return [np.float32(constant) for constant in regularizer.constants()]


@pytest.mark.parametrize("regularizer", REGULARIZERS)
def test_derivative_agrees_with_finite_differences(regularizer: Regularizer) -> None:
    h = np.float32(2.0**-6)
    c = constants(regularizer)
    for w in WEIGHTS:
        slope = (regularizer.value(w + h, *c) - regularizer.value(w - h, *c)) / (2 * h)
        assert regularizer.derivative(w, *c) == pytest.approx(slope, rel=1e-3, abs=1e-5)


@pytest.mark.parametrize("regularizer", REGULARIZERS)
def test_penalty_and_derivative_agree_with_autograd(regularizer: Regularizer) -> None:
    c = constants(regularizer)
    weight = torch.tensor(np.append(WEIGHTS, [0, 0]).astype(np.float32).reshape(8, 8), requires_grad=True)
    penalty = regularizer.torch(weight)
    penalty.backward()
    flat = weight.detach().numpy().ravel()
    assert float(penalty.detach()) == pytest.approx(
        sum(float(regularizer.value(w, *c)) for w in flat), rel=1e-5
    )
    derivative = [regularizer.derivative(w, *c) for w in flat]
    np.testing.assert_allclose(derivative, weight.grad.numpy().ravel(), rtol=1e-6)


@pytest.mark.parametrize("regularizer", REGULARIZERS)
def test_weights_of_zero_cost_nothing_and_all_others_something(regularizer: Regularizer) -> None:
    c = constants(regularizer)
    assert regularizer.value(np.float32(0), *c) == 0
    assert all(regularizer.value(w, *c) > 0 for w in WEIGHTS)
    assert regularizer.value(np.float32(1), *c).dtype == np.float32
    assert regularizer.derivative(np.float32(1), *c).dtype == np.float32
