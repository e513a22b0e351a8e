"""Every data set: the same seed gives the same samples, all of them in sight, the classes balanced."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from engine.concepts import kinds
from engine.datasets import Dataset, Samples
from engine.datasets.cloud import Cloud
from engine.features import Feature, raw_features
from tests.engine.variants import variants

DATASETS = [case for case in variants(Dataset) if case.values[0].sample_count()]
UNEVEN = {"rare_class"}
"""Sets whose lesson is that their classes are not balanced."""
CLOUDS = [name for name, kind in kinds(Dataset).items() if issubclass(kind, Cloud)]


def draw(dataset: Dataset, seed: int = 5) -> Samples:
    return dataset.draw(np.random.default_rng(seed))


@pytest.mark.parametrize("dataset", DATASETS)
def test_shapes_and_targets(dataset: Dataset) -> None:
    samples, data = draw(dataset), dataset.description
    assert samples.inputs.shape == (dataset.sample_count(), len(data.input_names))
    assert samples.targets.shape == (dataset.sample_count(),)
    assert samples.inputs.dtype == samples.targets.dtype == np.float64
    assert len(data.extent) == len(data.held) == len(set(data.input_names)) == len(data.input_names)
    assert np.isfinite(samples.inputs).all()
    assert np.isfinite(samples.targets).all()
    assert (data.classes is None) == (data.task == "regression")
    assert data.task != "binary" or data.classes == 2
    assert data.class_names is None or len(set(data.class_names)) == data.classes
    if data.classes is not None:
        assert set(samples.targets) == set(range(data.classes))


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_same_seed_draws_the_same_samples(dataset: Dataset) -> None:
    one, other = draw(dataset), draw(dataset)
    np.testing.assert_array_equal(one.inputs, other.inputs)
    np.testing.assert_array_equal(one.targets, other.targets)


@pytest.mark.parametrize("name", CLOUDS)
def test_another_seed_draws_other_samples(name: str) -> None:
    dataset = kinds(Dataset)[name](noise=0.1)
    assert (draw(dataset).inputs != draw(dataset, seed=6).inputs).any()


@pytest.mark.parametrize("name", CLOUDS)
@given(samples=st.integers(4, 300), noise=st.floats(0, 1), seed=st.integers(0, 1000))
def test_samples_lie_within_the_extent_and_classes_are_balanced(
    name: str, samples: int, noise: float, seed: int
) -> None:
    dataset = kinds(Dataset)[name](samples=samples, noise=noise)
    drawn = draw(dataset, seed)
    low, high = np.array(dataset.description.extent).T
    assert (drawn.inputs >= low).all()
    assert (drawn.inputs <= high).all()
    if dataset.description.task != "regression" and name not in UNEVEN:
        counts = np.bincount(drawn.targets.astype(int), minlength=dataset.description.classes or 0)
        assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("name", CLOUDS)
def test_noise_moves_the_samples_it_does_not_draw_new_ones(name: str) -> None:
    kind = kinds(Dataset)[name]
    calm, noisy = draw(kind(noise=0.2)), draw(kind(noise=0.201))
    low, high = np.array(kind().description.extent).T
    assert (np.abs(calm.inputs - noisy.inputs) / (high - low)).max() < 0.002
    assert np.abs(calm.targets - noisy.targets).max() < 0.02
    moved = (calm.inputs != noisy.inputs).any() or (calm.targets != noisy.targets).any()
    assert moved


@pytest.mark.parametrize("dataset", DATASETS)
def test_there_is_a_feature_for_each_input(dataset: Dataset) -> None:
    inputs = draw(dataset).inputs
    names = dataset.description.input_names
    features = TypeAdapter(tuple[Feature, ...]).validate_python(tuple(raw_features(names)))
    assert len(features) == len(names)
    for position, feature in enumerate(features):
        assert feature.label(names) == names[position]
        np.testing.assert_array_equal(feature.of(inputs), inputs[:, position])


@pytest.mark.parametrize("name", kinds(Dataset))
def test_its_picture_shows_real_samples(name: str) -> None:
    dataset = kinds(Dataset)[name]()
    picture = dataset.picture()
    assert picture is not None
    assert len(picture["inputs"]) == len(picture["targets"]) >= 4
    assert picture["task"] == dataset.description.task
    low, high = np.array(picture["extent"]).T
    assert np.ptp(high - low) == 0, "the picture is a square"
    assert (np.array(picture["inputs"]) >= low - 0.005).all()
    assert (np.array(picture["inputs"]) <= high + 0.005).all()
    assert len(set(picture["targets"])) >= (dataset.description.classes or 4)


@pytest.mark.parametrize(
    ("name", "outputs"),
    [("and_table", [0, 0, 0, 1]), ("or_table", [0, 1, 1, 1]), ("xor_table", [0, 1, 1, 0])],
)
def test_truth_tables(name: str, outputs: list[int]) -> None:
    table = kinds(Dataset)[name]()
    rows = draw(table)
    assert rows.inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert rows.targets.tolist() == outputs
    assert table.test_fraction == 0
