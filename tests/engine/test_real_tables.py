"""Tables that were really measured: what is said of them without reading the file is true of the file."""

import sys
from typing import Any

import numpy as np
import pytest

from engine.concepts import kinds
from engine.datasets import Dataset, real_table
from engine.datasets.real_table import RealTable
from engine.errors import SpecError
from engine.network import describe
from engine.run import Run
from engine.spec import read_spec

TABLES = [name for name, kind in kinds(Dataset).items() if issubclass(kind, RealTable)]


def table(name: str) -> RealTable:
    made = kinds(Dataset)[name]()
    assert isinstance(made, RealTable)
    return made


@pytest.mark.parametrize("name", TABLES)
def test_rows_names_ranges_and_medians_are_those_of_the_file(name: str) -> None:
    data = table(name)
    inputs, targets = data.read()
    assert sorted(data.columns) == list(range(inputs.shape[1]))
    assert len(inputs) == len(targets) == data.rows == data.sample_count()
    shown = inputs[:, data.columns]
    np.testing.assert_array_equal(data.draw(np.random.default_rng(0)).inputs, shown)
    low, high = np.array(data.extent).T
    assert (shown.min(axis=0) >= low).all()
    assert (shown.max(axis=0) <= high).all()
    assert (np.ptp(shown, axis=0) >= 0.5 * (high - low)).all(), "an extent far wider than the data"
    np.testing.assert_allclose(np.median(shown, axis=0), data.medians, rtol=1e-12)


def test_the_columns_are_those_that_their_names_say() -> None:
    iris, wine, diabetes = (
        table(name).draw(np.random.default_rng(0)) for name in ("iris", "wine", "diabetes")
    )
    assert iris.inputs[0].tolist() == [1.4, 0.2, 5.1, 3.5]
    assert dict(zip(table("wine").input_names, wine.inputs[0], strict=True))["proline"] == 1065
    assert dict(zip(table("diabetes").input_names, diabetes.inputs[0], strict=True))["age"] == 59
    assert np.bincount(iris.targets.astype(int)).tolist() == [50, 50, 50]
    assert np.bincount(wine.targets.astype(int)).tolist() == [59, 71, 48]
    assert (diabetes.targets.min(), diabetes.targets.max()) == (25, 346)


def test_describing_reads_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_file(*_: Any) -> None:
        raise AssertionError("a file is read")

    monkeypatch.setattr(real_table, "numbers", no_file)
    for name in TABLES:
        summary = describe(read_spec({"data": name})).document()
        assert len(summary["raw_inputs"]) == len(summary["held"]) == len(summary["extent"])
        assert summary["train_samples"] + summary["test_samples"] == table(name).rows
    assert "sklearn" not in sys.modules


def test_a_missing_file_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    real_table.numbers.cache_clear()
    monkeypatch.setattr(real_table, "find_spec", lambda _: None)
    with pytest.raises(SpecError, match="comes with scikit-learn"):
        table("iris").read()


def trained(data: object, layers: tuple[int, ...] = (), epochs: int = 100) -> Run:
    run = Run(
        read_spec(
            {
                "data": data,
                "network": {"layers": [{"kind": "dense", "units": units} for units in layers]},
                "optimizer": {"kind": "adam", "learning_rate": 0.01},
                "training": {"epochs": 100_000},
            }
        )
    )
    run.advance_epochs(epochs)
    return run


@pytest.mark.parametrize("name", ["iris", "wine"])
def test_a_single_layer_tells_nearly_all_apart(name: str) -> None:
    assert (trained(name).metrics()["test_accuracy"] or 0) > 0.9


def test_without_scaling_wine_stays_behind() -> None:
    raw, scaled = trained({"kind": "wine", "scaling": "none"}).metrics(), trained("wine").metrics()
    assert (raw["test_loss"] or 0) > 2 * (scaled["test_loss"] or 1)


def test_diabetes_is_overfitted_by_a_larger_network() -> None:
    small, large = trained("diabetes"), trained("diabetes", (16, 16), 200)
    assert (large.metrics()["train_loss"] or 1) < 0.1
    assert (small.metrics()["train_loss"] or 0) > 0.3
    assert (large.metrics()["test_loss"] or 0) > 1.2 * (small.metrics()["test_loss"] or 1)


@pytest.mark.parametrize("engine", ["compiled", "torch"])
def test_values_are_trained_on_in_a_common_size_and_shown_in_their_own_unit(engine: str) -> None:
    document = {"data": {"kind": "diabetes", "test_fraction": 0.3}, "engine": engine}
    run = Run(read_spec(document))
    prepared = run.prepared
    assert prepared.data.train_targets.mean() == pytest.approx(0, abs=1e-5)
    assert prepared.data.train_targets.std() == pytest.approx(1, abs=1e-5)
    assert abs(prepared.data.test_targets.mean()) > 1e-4, "the test samples have no say in it"
    run.advance_epochs(20)
    seen = run.measure({"surface": {"resolution": 8}, "data": {}})["probes"]
    assert seen["data"]["train_targets"].max() == prepared.train.targets.max() > 300
    low, high = seen["surface"]["low"][0], seen["surface"]["high"][0]
    assert (low, high) == (prepared.train.targets.min(), prepared.train.targets.max())
    values = low + seen["surface"]["values"][0] / 255 * (high - low)
    assert 60 < np.median(values) < 250
    raw = Run(read_spec({**document, "data": {**document["data"], "target_scaling": "none"}}))  # type: ignore[dict-item]
    np.testing.assert_array_equal(
        raw.prepared.data.train_targets[0], prepared.train.targets.astype(np.float32)
    )
