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
DRAWS = 20_000


def draw(initializer: Initializer, fan_in: int, fan_out: int, seed: int = 3) -> np.ndarray:
    return initializer.draw(np.random.default_rng(seed), (DRAWS // 10, 10), fan_in, fan_out)


@pytest.mark.parametrize("initializer", INITIALIZERS)
@pytest.mark.parametrize(("fan_in", "fan_out"), FANS)
def test_draws_follow_the_distribution(initializer: Initializer, fan_in: int, fan_out: int) -> None:
    expected = initializer.distribution(fan_in, fan_out)
    drawn = draw(initializer, fan_in, fan_out)
    assert drawn.shape == (DRAWS // 10, 10)
    assert drawn.dtype == np.float64
    low, high = expected.bounds
    assert low <= drawn.min()
    assert drawn.max() <= high
    # Five standard errors: what chance does once in a million seeds; the seed is fixed.
    spread = expected.standard_deviation
    assert drawn.mean() == pytest.approx(expected.mean, abs=5 * spread / sqrt(DRAWS) + 1e-12)
    assert drawn.std() == pytest.approx(spread, abs=5 * spread / sqrt(DRAWS) + 1e-12)


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_the_same_seed_draws_the_same(initializer: Initializer) -> None:
    np.testing.assert_array_equal(draw(initializer, 4, 3), draw(initializer, 4, 3))
    if initializer.distribution(4, 3).standard_deviation:
        assert (draw(initializer, 4, 3) != draw(initializer, 4, 3, seed=4)).any()


@pytest.mark.parametrize(
    ("name", "inputs_count", "outputs_count"),
    [("glorot_uniform", 1, 1), ("glorot_normal", 1, 1), ("he_uniform", 1, 0), ("he_normal", 1, 0)],
)
@pytest.mark.parametrize(("fan_in", "fan_out"), FANS)
def test_variance_is_that_of_the_paper(
    name: str, inputs_count: int, outputs_count: int, fan_in: int, fan_out: int
) -> None:
    drawn = draw(kinds(Initializer)[name](), fan_in, fan_out)
    assert drawn.var() == pytest.approx(2 / (inputs_count * fan_in + outputs_count * fan_out), rel=0.06)


def test_uniform_fills_its_bounds() -> None:
    drawn = draw(kinds(Initializer)["uniform"](), 2, 2)
    assert drawn.min() == pytest.approx(-0.5, abs=0.001)
    assert drawn.max() == pytest.approx(0.5, abs=0.001)


def test_uniform_refuses_bounds_in_the_wrong_order() -> None:
    with pytest.raises(ValidationError, match="interval whose low is at most its high"):
        kinds(Initializer)["uniform"](low=0.5, high=0.1)
