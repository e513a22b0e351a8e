"""Doubtful combinations: each warning is true, and its cure mends what it warns of."""

from typing import Any

import numpy as np
import pytest

from engine.network import describe
from engine.run import Run
from engine.spec import Spec, patch_spec, read_spec

STEP = {"kind": "dense", "units": 3, "activation": "step"}
SMOOTH = {"kind": "dense", "units": 3}
NORM = {"kind": "batch_norm"}


def spec(*layers: dict[str, Any], **training: Any) -> Spec:
    return read_spec(
        {"data": {"kind": "moons", "samples": 60}, "network": {"layers": list(layers)}, "training": training}
    )


def cured(doubtful: Spec, code: str) -> Spec:
    """The spec after the one click that its only warning offers."""
    (warning,) = describe(doubtful).warnings
    assert warning["code"] == code
    assert warning["message"].endswith(".")
    for change in warning["cure"]:
        doubtful = patch_spec(doubtful, change["path"], change["value"])
    assert describe(doubtful).warnings == []
    return doubtful


def moved(doubtful: Spec) -> set[str]:
    """The weight matrices that change within an epoch."""
    run = Run(doubtful)
    before = run.trainer.parameters()
    run.advance_epochs(1)
    after = run.trainer.parameters()
    return {name for name in before if name.endswith("weight") and (after[name] != before[name]).any()}


@pytest.mark.parametrize("engine", ["compiled", "torch"])
def test_hidden_threshold_units_stop_what_is_before_them(engine: str) -> None:
    doubtful = patch_spec(spec(SMOOTH, STEP, {"kind": "residual", "layers": [STEP]}), "engine", engine)
    assert moved(doubtful) == {"output.weight"}
    healthy = cured(doubtful, "flat_activation")
    assert healthy.document()["network"]["layers"][2]["layers"][0]["activation"] == {"kind": "sigmoid"}
    assert len(moved(healthy)) == 4


def test_a_threshold_at_the_output_is_no_hidden_one() -> None:
    perceptron = read_spec(
        {
            "data": "and_table",
            "network": {"layers": [], "output": {"activation": "step"}},
            "loss": "perceptron",
            "training": {"batch_size": 1},
        }
    )
    assert describe(perceptron).warnings == []


def test_a_batch_of_one_leaves_nothing_to_normalize() -> None:
    doubtful = spec(SMOOTH, NORM, {"kind": "residual", "layers": [NORM]}, batch_size=1)
    assert "layers.0.weight" not in moved(spec(SMOOTH, NORM, batch_size=1))
    assert "layers.0.weight" in moved(cured(doubtful, "batch_of_one"))
    assert describe(spec(SMOOTH, {"kind": "layer_norm"}, batch_size=1)).warnings == []
    assert np.isfinite(Run(doubtful).trainer.evaluate()[:2]).all()
