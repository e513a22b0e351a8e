"""Every initializer: what it draws has the mean, the spread and the bounds that theory promises."""

from math import sqrt

import numpy as np
import pytest
from pydantic import ValidationError

from engine.concepts import kinds
from engine.initializers import Initializer
from tests.engine.variants import variants

INITIALIZERS = variants(Initializer)
FANS = [(2, 8), (8, 2), (64, 64), (1, 1)]
DRAWS = 6_000


def draw(initializer: Initializer, fan_in: int, fan_out: int, seed: int = 3) -> np.ndarray:
    """Return the weights of so many layers that there are at least DRAWS numbers, (layers, out, in)."""
    generator = np.random.default_rng(seed)
    layers = -(-DRAWS // (fan_in * fan_out))
    return np.array([initializer.draw(generator, (fan_out, fan_in), fan_in, fan_out) for _ in range(layers)])


@pytest.mark.parametrize("initializer", INITIALIZERS)
@pytest.mark.parametrize(("fan_in", "fan_out"), FANS)
def test_draws_follow_the_distribution(initializer: Initializer, fan_in: int, fan_out: int) -> None:
    expected = initializer.distribution(fan_in, fan_out)
    drawn = draw(initializer, fan_in, fan_out)
    assert drawn.shape[1:] == (fan_out, fan_in)
    assert drawn.dtype == np.float64
    low, high = expected.bounds
    assert low <= drawn.min() + 1e-12
    assert drawn.max() <= high + 1e-12
    # Five standard errors: what chance does once in a million seeds; the seed is fixed.
    spread = expected.standard_deviation
    assert drawn.mean() == pytest.approx(expected.mean, abs=5 * spread / sqrt(DRAWS) + 1e-12)
    assert drawn.std() == pytest.approx(spread, abs=5 * spread / sqrt(DRAWS) + 1e-12)


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_the_same_seed_draws_the_same(initializer: Initializer) -> None:
    np.testing.assert_array_equal(draw(initializer, 4, 3), draw(initializer, 4, 3))
    if initializer.distribution(4, 3).standard_deviation:
        assert (draw(initializer, 4, 3) != draw(initializer, 4, 3, seed=4)).any()


@pytest.mark.parametrize("initializer", INITIALIZERS)
@pytest.mark.parametrize(("fan_in", "fan_out"), FANS)
def test_biases_follow_it_too(initializer: Initializer, fan_in: int, fan_out: int) -> None:
    expected = initializer.distribution(fan_in, fan_out)
    drawn = initializer.draw(np.random.default_rng(8), (DRAWS,), fan_in, fan_out)
    spread = expected.standard_deviation
    assert drawn.shape == (DRAWS,)
    assert drawn.mean() == pytest.approx(expected.mean, abs=5 * spread / sqrt(DRAWS) + 1e-12)
    assert drawn.std() == pytest.approx(spread, abs=5 * spread / sqrt(DRAWS) + 1e-12)


@pytest.mark.parametrize(
    ("name", "share", "of_inputs", "of_outputs"),
    [
        ("glorot_uniform", 2, 1, 1),
        ("glorot_normal", 2, 1, 1),
        ("he_uniform", 2, 1, 0),
        ("he_normal", 2, 1, 0),
        ("lecun_uniform", 1, 1, 0),
        ("lecun_normal", 1, 1, 0),
    ],
)
@pytest.mark.parametrize(("fan_in", "fan_out"), FANS)
def test_variance_is_that_of_the_paper(
    name: str, share: int, of_inputs: int, of_outputs: int, fan_in: int, fan_out: int
) -> None:
    drawn = draw(kinds(Initializer)[name](), fan_in, fan_out)
    assert drawn.var() == pytest.approx(share / (of_inputs * fan_in + of_outputs * fan_out), rel=0.06)


@pytest.mark.parametrize(("fan_in", "fan_out"), [*FANS, (5, 3)])
@pytest.mark.parametrize("gain", [1.0, 1.5])
def test_orthogonal_weights_stand_at_right_angles(fan_in: int, fan_out: int, gain: float) -> None:
    for weight in draw(kinds(Initializer)["orthogonal"](gain=gain), fan_in, fan_out)[:5]:
        products = weight.T @ weight if fan_out >= fan_in else weight @ weight.T
        np.testing.assert_allclose(products, gain**2 * np.eye(len(products)), atol=1e-12)


def test_every_direction_is_equally_likely_for_an_orthogonal_weight() -> None:
    angles = np.array([np.arctan2(*weight[0]) for weight in draw(kinds(Initializer)["orthogonal"](), 2, 2)])
    counts, _ = np.histogram(angles, bins=8, range=(-np.pi, np.pi))
    assert counts.min() > 0.85 * len(angles) / 8


def test_uniform_fills_its_bounds() -> None:
    drawn = draw(kinds(Initializer)["uniform"](), 2, 2)
    assert drawn.min() == pytest.approx(-0.5, abs=0.001)
    assert drawn.max() == pytest.approx(0.5, abs=0.001)


def test_uniform_refuses_bounds_in_the_wrong_order() -> None:
    with pytest.raises(ValidationError, match="interval whose low is at most its high"):
        kinds(Initializer)["uniform"](low=0.5, high=0.1)
