"""What menus show of a kind: its curve or histogram and a few figures, all computed from the kind itself."""

from typing import Any

import numpy as np
import pytest

from engine.activations import Activation
from engine.concepts import kinds
from engine.concepts.catalog import catalog
from engine.initializers import Initializer
from engine.losses import Loss
from engine.network import describe
from engine.regularizers import Regularizer
from engine.spec import read_spec


def entry(family: str, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = catalog()["families"][family]["kinds"][kind]
    return found


@pytest.mark.parametrize(
    ("kind", "span", "slope"),
    [
        ("sigmoid", "0 … 1", "0.25"),
        ("tanh", "−1 … 1", "1"),
        ("softplus", "0 … ∞", "1"),
        ("hard_sigmoid", "0 … 1", "0.167"),
        ("step", "0 … 1", "0"),
        ("linear", "−∞ … ∞", "1"),
    ],
)
def test_an_activation_tells_what_decides_whether_gradients_vanish(kind: str, span: str, slope: str) -> None:
    assert entry("activations", kind)["figures"] == {"range": span, "largest slope": slope}


def test_softmax_has_a_range_and_no_slope_of_its_own() -> None:
    assert entry("activations", "softmax")["figures"] == {"range": "0 … 1"}


@pytest.mark.parametrize("kind", kinds(Activation).values())
def test_no_slope_is_larger_than_the_largest(kind: type[Activation]) -> None:
    picture = kind.picture()
    assert (picture is not None) == kind.elementwise
    if picture is not None:
        assert picture["largest_slope"] <= float(kind.facts()["figures"]["largest slope"]) + 0.006


@pytest.mark.parametrize("kind", [*kinds(Loss).values(), *kinds(Regularizer).values()])
def test_a_pull_is_the_slope_of_its_curve(kind: type[Loss] | type[Regularizer]) -> None:
    picture = kind.picture()
    assert picture is not None
    x, value, pull = (np.array(picture[name]) for name in ("x", "value", "slope"))
    between = np.diff(value) / np.diff(x)
    # Corners, and the cross-entropies' steep start, are met between two points only.
    low, high = np.minimum(pull[:-1], pull[1:]), np.maximum(pull[:-1], pull[1:])
    room = 0.02 * max(1e-3, np.abs(pull).max())
    assert ((between >= low - room) & (between <= high + room)).all()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            "mean_squared_error",
            "An error of 3 costs 9 times as much as an error of 1 and pulls 3 times as hard.",
        ),
        (
            "mean_absolute_error",
            "An error of 3 costs 3 times as much as an error of 1 and pulls just as hard.",
        ),
        ("huber", "An error of 3 costs 5 times as much as an error of 1 and pulls just as hard."),
        (
            "binary_cross_entropy",
            "Giving the true class 0.05 costs 4.3 times as much as giving it 0.5 and pulls 10 times as hard.",
        ),
        (
            "hinge",
            "An output of −3 where 1 is right costs 4 times as much as an output of 0 and pulls just as hard.",
        ),
    ],
)
def test_a_loss_tells_what_outliers_do(kind: str, sentence: str) -> None:
    assert entry("losses", kind)["outliers"] == sentence


@pytest.mark.parametrize("kind", kinds(Initializer).values())
def test_a_histogram_holds_the_weights_that_are_drawn(kind: type[Initializer]) -> None:
    picture = kind.picture()
    assert picture is not None
    middles, shares = np.array(picture["x"]), np.array(picture["value"])
    assert len(middles) == len(shares) == 41
    assert 0.97 < shares.sum() <= 1.0001  # a bell has a few beyond the picture
    spread = np.sqrt((shares * middles**2).sum() - (shares * middles).sum() ** 2)
    assert spread == pytest.approx(kind.drawn().std(), abs=0.03)
    assert float(next(iter(kind.facts()["figures"].values()))) == pytest.approx(kind.drawn().std(), abs=0.03)


def test_the_summary_tells_the_course_of_the_learning_rate() -> None:
    def course(schedule: object) -> list[float]:
        document = {
            "data": "spiral",
            "optimizer": {"kind": "sgd", "schedule": schedule},
            "training": {"epochs": 200},
        }
        found: list[float] = describe(read_spec(document)).document()["schedule"]
        return found

    assert course("constant") == [1.0] * 101
    assert course({"kind": "step", "every": 100, "factor": 0.5})[49:51] == [1.0, 0.5]
    cosine = course({"kind": "cosine", "floor": 0.1})
    assert cosine[0] == 1
    assert cosine[50] == pytest.approx(0.55, abs=0.01)
    assert cosine[100] == pytest.approx(0.1, abs=0.001)
