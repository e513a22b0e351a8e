"""Every feature and every scaling."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.concepts import kinds
from engine.features import Feature, raw_features
from engine.scalings import Scaling
from tests.engine.variants import variants

FEATURES = variants(Feature)
SCALINGS = variants(Scaling)
TABLES = arrays(np.float64, (20, 3), elements=st.floats(-1e6, 1e6, allow_subnormal=False))


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_is_one_number_per_sample_from_the_inputs_it_names(feature: Feature) -> None:
    inputs = np.random.default_rng(0).uniform(-6, 6, (50, 2))
    value = feature.of(inputs)
    assert value.shape == (50,)
    assert np.isfinite(value).all()
    for position in range(2):
        changed = inputs.copy()
        changed[:, position] += 0.5
        reads = bool((feature.of(changed) != value).any())
        assert reads == (position in feature.reads)


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_of_one_sample_does_not_depend_on_the_others(feature: Feature) -> None:
    inputs = np.random.default_rng(1).uniform(-6, 6, (10, 2))
    np.testing.assert_array_equal(feature.of(inputs)[:4], feature.of(inputs[:4]))


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_has_a_map(feature: Feature) -> None:
    picture = feature.picture()
    assert picture is not None
    values = np.array(picture["values"])
    assert values.shape == (picture["resolution"],) * 2
    assert np.abs(values).max() == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("x1", 2),
        ("x2", -3),
        ("x1^2", 4),
        ("x2^2", 9),
        ("x1*x2", -6),
        ("sin(x1)", np.sin(2)),
        ("sin(x2)", np.sin(-3)),
    ],
)
def test_features_are_what_their_names_say(name: str, expected: float) -> None:
    assert kinds(Feature)[name]().of(np.array([[2.0, -3.0]]))[0] == expected


def test_any_input_is_shown_by_its_place_under_its_own_name() -> None:
    inputs = np.random.default_rng(1).uniform(-6, 6, (10, 5))
    third = kinds(Feature)["input"](index=2)
    assert third.positions() == (2,)
    assert third.label(["a", "b", "c", "d", "e"]) == "c"
    np.testing.assert_array_equal(third.of(inputs), inputs[:, 2])


def test_raw_features_are_the_old_ones_where_inputs_have_no_names_of_their_own() -> None:
    assert raw_features(["x1"]) == ["x1"]
    assert raw_features(["x1", "x2"]) == ["x1", "x2"]
    assert raw_features(["x2", "x1"]) == [{"kind": "input", "index": 0}, {"kind": "input", "index": 1}]
    assert raw_features(["x1", "x2", "x3"]) == [{"kind": "input", "index": place} for place in range(3)]


@pytest.mark.parametrize(
    ("name", "label"), [("x1*x2", "length*width"), ("x2^2", "width^2"), ("sin(x1)", "sin(length)")]
)
def test_a_feature_is_called_by_the_names_of_its_inputs(name: str, label: str) -> None:
    assert kinds(Feature)[name]().label(["length", "width"]) == label


@pytest.mark.parametrize("scaling", SCALINGS)
@given(features=TABLES)
def test_a_scaling_is_a_finite_shift_and_a_positive_factor(scaling: Scaling, features: np.ndarray) -> None:
    shift, factor = scaling.fit(features)
    assert shift.shape == factor.shape == (3,)
    assert np.isfinite(shift).all()
    assert np.isfinite(factor).all()
    assert (factor > 0).all()


@pytest.mark.parametrize("scaling", SCALINGS)
def test_a_feature_that_never_changes_stays_in_reach(scaling: Scaling) -> None:
    features = np.full((7, 1), 0.1)
    shift, factor = scaling.fit(features)
    assert np.abs((features - shift) * factor).max() <= 0.1


@given(features=TABLES)
def test_standardized_features_have_mean_0_and_standard_deviation_1(features: np.ndarray) -> None:
    shift, factor = kinds(Scaling)["standardize"]().fit(features)
    scaled = (features - shift) * factor
    spread = features.std(axis=0) > 1e-6 * np.abs(features).max(axis=0)
    np.testing.assert_allclose(scaled.mean(axis=0)[spread], 0, atol=1e-6)
    np.testing.assert_allclose(scaled.std(axis=0)[spread], 1, rtol=1e-6)


@given(features=TABLES)
def test_min_max_features_reach_from_0_to_1(features: np.ndarray) -> None:
    shift, factor = kinds(Scaling)["min_max"]().fit(features)
    scaled = (features - shift) * factor
    spread = np.ptp(features, axis=0) > 1e-6 * np.abs(features).max(axis=0)
    np.testing.assert_allclose(scaled.min(axis=0)[spread], 0, atol=1e-9)
    np.testing.assert_allclose(scaled.max(axis=0)[spread], 1, atol=1e-9)


def test_no_scaling_changes_nothing() -> None:
    features = np.random.default_rng(2).normal(3, 9, (10, 2))
    shift, factor = kinds(Scaling)["none"]().fit(features)
    np.testing.assert_array_equal((features - shift) * factor, features)
