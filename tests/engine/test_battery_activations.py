"""Every activation: its derivative and its two ways of being computed agree."""

import json
import math

import numpy as np
import pytest
import torch

from engine.activations import Activation
from engine.activations.layer_activation import LayerActivation
from engine.activations.learned_activation import LearnedActivation
from engine.concepts import kinds
from engine.trainers.slopes import slope
from tests.engine.variants import variants

ELEMENTWISE = variants(Activation, elementwise=True)
OF_A_LAYER = variants(Activation, elementwise=False)
POINTS = np.linspace(-6, 6, 241, dtype=np.float32)[1::2]  # beside 0, where some have a kink
FAR = np.array([-1e4, -90, 90, 1e4], dtype=np.float32)
AT_KINKS = np.array([-1, 0, 1], dtype=np.float32)


def constants(activation: Activation) -> list[np.float32]:
    return [np.float32(constant) for constant in activation.constants()]


def values(activation: Activation, z: np.ndarray) -> np.ndarray:
    return np.array([activation.value(x, *constants(activation)) for x in z])


def derivatives(activation: Activation, z: np.ndarray) -> np.ndarray:
    c0, c1 = constants(activation)
    return np.array([activation.derivative(x, activation.value(x, c0, c1), c0, c1) for x in z])


@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_derivative_agrees_with_finite_differences(activation: Activation) -> None:
    h = 2.0**-8
    slopes = (values(activation, POINTS + h) - values(activation, POINTS - h)) / (2 * h)
    np.testing.assert_allclose(derivatives(activation, POINTS), slopes, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_value_and_derivative_agree_with_autograd(activation: Activation) -> None:
    z = np.concatenate([POINTS, AT_KINKS, FAR])
    tensor = torch.tensor(z[None], requires_grad=True)
    output = activation.torch(tensor)
    output.sum().backward()
    np.testing.assert_allclose(values(activation, z), output.detach().numpy()[0], rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(derivatives(activation, z), tensor.grad.numpy()[0], rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_slopes_of_many_units_are_those_of_autograd(activation: Activation) -> None:
    z = np.concatenate([POINTS, AT_KINKS])
    two_units = np.stack([z, z[::-1]])
    own = np.array([0.1, -0.4], np.float32) if isinstance(activation, LearnedActivation) else None
    tensor = torch.tensor(two_units.T, requires_grad=True)
    output = (
        activation.torch(tensor) if own is None else activation.torch_with(tensor, torch.from_numpy(own))  # type: ignore[attr-defined]
    )
    output.sum().backward()
    found = slope(activation, two_units, output.detach().numpy().T, own)
    np.testing.assert_allclose(found, tensor.grad.numpy().T, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("activation", OF_A_LAYER)
@pytest.mark.parametrize("size", [0.1, 3, 60])
def test_the_loops_over_a_layer_agree_with_autograd(activation: LayerActivation, size: float) -> None:
    generator = np.random.default_rng(2)
    z, d = generator.normal(0, size, (2, 5, 7)).astype(np.float32)  # each (units, batch)
    tensor = torch.tensor(z.T, requires_grad=True)
    output = activation.torch(tensor)
    output.backward(torch.tensor(d.T))
    a, spare = np.empty_like(z), np.empty((2, 7), dtype=np.float32)
    activation.layer_value(z, a, spare)
    np.testing.assert_allclose(a, output.detach().numpy().T, rtol=1e-5, atol=1e-7)
    activation.layer_derivative(a, d, spare)
    np.testing.assert_allclose(d, tensor.grad.numpy().T, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_float32_stays_float32(activation: Activation) -> None:
    assert values(activation, POINTS).dtype == np.float32
    assert derivatives(activation, POINTS).dtype == np.float32


@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_outputs_stay_within_its_range_and_come_near_its_ends(activation: Activation) -> None:
    output = values(activation, np.concatenate([POINTS, FAR]))
    assert np.isfinite(output).all()
    low, high = activation.bounds()
    for end, reached in ((low, output.min()), (high, output.max())):
        if end is None:
            continue
        assert reached == pytest.approx(end, abs=1e-3)
    assert low is None or output.min() >= low - 1e-6
    assert high is None or output.max() <= high + 1e-6


@pytest.mark.parametrize("kind", kinds(Activation).values(), ids=kinds(Activation))
def test_torch_keeps_shape_and_gradient(kind: type[Activation]) -> None:
    z = torch.linspace(-2, 2, 15).reshape(5, 3).requires_grad_()
    output = kind().torch(z)
    assert output.shape == (5, 3)
    assert torch.autograd.gradcheck(
        kind().torch, z.detach().double().add(0.01).requires_grad_(), eps=1e-6, atol=1e-6
    )


@pytest.mark.parametrize("kind", kinds(Activation).values(), ids=kinds(Activation))
def test_picture_shows_the_function_and_its_derivative(kind: type[Activation]) -> None:
    picture = kind.picture()
    if not kind.elementwise:
        assert picture is None
        return
    assert picture is not None
    assert len(picture["x"]) == len(picture["value"]) == len(picture["slope"]) == 81
    assert picture["largest_slope"] == max(map(abs, picture["slope"]))
    middle = picture["x"].index(0.0)
    np.testing.assert_allclose(
        picture["value"][middle], values(kind(), np.zeros(1, np.float32))[0], atol=1e-4
    )
    json.dumps(picture, allow_nan=False)


def test_the_slope_that_decides_whether_gradients_vanish() -> None:
    largest = {name: kind.picture() for name, kind in kinds(Activation).items()}
    assert largest["sigmoid"]["largest_slope"] == pytest.approx(0.25)
    assert largest["tanh"]["largest_slope"] == pytest.approx(1.0)
    assert math.isclose(largest["relu"]["largest_slope"], 1.0)
