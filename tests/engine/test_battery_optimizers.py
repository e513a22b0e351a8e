"""Every optimizer: our step and that of its PyTorch form agree, step by step."""

import numpy as np
import pytest
import torch

from engine.concepts import kinds
from engine.optimizers import Optimizer
from engine.optimizers.sgd import Sgd
from tests.engine.variants import variants

OPTIMIZERS = [
    *variants(Optimizer),
    *(
        pytest.param(Sgd(momentum=0.9, nesterov=nesterov, form=form), id=f"sgd-{form}-{nesterov}")
        for form in ("classic", "exponentially_weighted")
        for nesterov in (False, True)
    ),
]
STEPS = 20


def steps_of(optimizer: Optimizer, start: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """Return the parameters after each step, shape (steps, parameters), computed one number at a time."""
    state = [(w, np.float32(0), np.float32(0)) for w in start]
    rows = []
    for step, row in enumerate(gradients, 1):
        h = optimizer.prepare(optimizer.learning_rate, *optimizer.constants(), step)
        assert len(h) == 8
        state = [optimizer.update(w, g, m, v, h) for (w, m, v), g in zip(state, row, strict=True)]
        rows.append([w for w, _, _ in state])
    return np.array(rows)


def torch_steps_of(optimizer: Optimizer, start: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    parameter = torch.nn.Parameter(torch.tensor(start))
    stepper = optimizer.torch([parameter])
    rows = []
    for row in gradients:
        parameter.grad = torch.tensor(row)
        stepper.step()
        rows.append(parameter.detach().numpy().copy())
    return np.array(rows)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_twenty_steps_agree_with_pytorch(optimizer: Optimizer) -> None:
    generator = np.random.default_rng(7)
    start = generator.normal(0, 1, 12).astype(np.float32)
    gradients = generator.normal(0, 1, (STEPS, 12)) * np.geomspace(1e-3, 10, 12)
    gradients[:, 3] = 0  # a weight that no sample moves
    gradients = gradients.astype(np.float32)
    ours, theirs = steps_of(optimizer, start, gradients), torch_steps_of(optimizer, start, gradients)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, theirs, rtol=2e-6, atol=1e-6)
    assert np.abs(theirs[-1] - start).max() > 1e-3, "nothing moved"


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_slots_tell_how_much_state_there_is(optimizer: Optimizer) -> None:
    h = optimizer.prepare(optimizer.learning_rate, *optimizer.constants(), 1)
    _, m, v = optimizer.update(np.float32(1), np.float32(0.5), np.float32(0), np.float32(0), h)
    assert len(optimizer.slots) <= 2
    assert all(meaning.endswith(".") for meaning in optimizer.slots.values())
    used = [bool(number != 0) for number in (m, v)]
    assert used == [len(optimizer.slots) >= 1, len(optimizer.slots) == 2]


@pytest.mark.parametrize("kind", kinds(Optimizer).values(), ids=kinds(Optimizer))
def test_it_finds_the_bottom_of_a_bowl(kind: type[Optimizer]) -> None:
    optimizer = kind()
    w, m, v = (np.float32(value) for value in (1, 0, 0))
    for step in range(1, 501):
        h = optimizer.prepare(optimizer.learning_rate, *optimizer.constants(), step)
        w, m, v = optimizer.update(w, 2 * w, m, v, h)
    assert abs(w) < 0.1


def test_the_exponentially_weighted_form_is_the_average_of_the_gradients() -> None:
    optimizer = Sgd(learning_rate=0.5, momentum=0.75, form="exponentially_weighted")
    after = steps_of(optimizer, np.zeros(1, np.float32), np.ones((2, 1), np.float32))
    # v₁ = 0.25, v₂ = 0.75 · 0.25 + 0.25 = 0.4375
    np.testing.assert_allclose(after[:, 0], [-0.5 * 0.25, -0.5 * (0.25 + 0.4375)], rtol=1e-6)


def test_nadam_needs_no_state_for_the_product_of_its_momenta() -> None:
    optimizer = kinds(Optimizer)["nadam"]()
    parameter = torch.nn.Parameter(torch.zeros(1))
    stepper = optimizer.torch([parameter])
    for step in range(1, 201):
        parameter.grad = torch.ones(1)
        stepper.step()
        product, momentum = (
            float(stepper.state[parameter]["mu_product"]),
            0.9 * (1 - 0.5 * 0.96 ** (0.004 * step)),
        )
        rate_of_gradient = optimizer.prepare(1.0, *optimizer.constants(), step)[0]
        assert rate_of_gradient == pytest.approx((1 - momentum) / (1 - product), rel=1e-6)


def test_adadelta_takes_the_same_steps_whatever_the_size_of_the_gradients() -> None:
    optimizer = kinds(Optimizer)["adadelta"]()
    generator = np.random.default_rng(1)
    gradients = generator.normal(0, 1, (30, 4)).astype(np.float32)
    start = np.zeros(4, np.float32)
    np.testing.assert_allclose(
        steps_of(optimizer, start, gradients * 1000), steps_of(optimizer, start, gradients * 100), rtol=1e-3
    )
