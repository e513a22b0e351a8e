"""The confusion matrix counts what the accuracy counts."""

import numpy as np
import pytest

from engine.run import Run
from engine.spec import read_spec


@pytest.mark.parametrize("engine", ["compiled", "torch"])
@pytest.mark.parametrize(
    ("data", "activation"), [("circle", None), ("circle", "tanh"), ({"kind": "blobs", "classes": 4}, None)]
)
def test_it_counts_true_and_predicted_classes(engine: str, data: object, activation: str | None) -> None:
    run = Run(
        read_spec(
            {
                "data": data,
                "network": {
                    "layers": [{"kind": "dense", "units": 5}],
                    "output": {"activation": activation} if activation else {},
                },
                "loss": "mean_squared_error" if activation else None,
                "engine": engine,
            }
        )
    )
    run.advance_epochs(1)
    measured = run.measure({"confusion": {}})
    confusion, metrics = measured["probes"]["confusion"], measured["metrics"]
    classes = run.spec.data.description.classes
    assert confusion["labels"] == [f"class {number}" for number in range(classes or 0)]
    for name, samples in (("train", run.prepared.train), ("test", run.prepared.test)):
        counts, predicted = confusion[name], confusion[f"{name}_predicted"]
        assert counts.dtype == predicted.dtype == np.uint32
        assert counts.sum() == len(predicted) == len(samples.targets)
        np.testing.assert_array_equal(
            counts.sum(axis=1), np.bincount(samples.targets.astype(int), minlength=classes)
        )
        np.testing.assert_array_equal(counts.sum(axis=0), np.bincount(predicted, minlength=classes))
        assert np.trace(counts) / counts.sum() == pytest.approx(metrics[f"{name}_accuracy"])
        assert (predicted == samples.targets).sum() == np.trace(counts)
    assert metrics["train_accuracy"] < 1, "a matrix with zeros beside the diagonal shows little"


def test_classes_have_the_data_s_own_names_and_a_regression_has_none() -> None:
    birds = Run(read_spec({"data": {"kind": "penguins", "test_fraction": 0}})).measure({"confusion": {}})
    assert birds["probes"]["confusion"]["labels"] == ["Adélie", "Gentoo"]
    assert birds["probes"]["confusion"]["test"].tolist() == [[0, 0], [0, 0]]
    sine = Run(read_spec({"data": "sine"})).measure({"confusion": {}})["probes"]["confusion"]
    assert sine["labels"] == []
    assert sine["train"].shape == (0, 0)
    assert sine["train_predicted"].shape == sine["test_predicted"].shape == (0,)
