"""Settings without effect are explained, and their cure mends them."""

from typing import Any

import pytest

from engine.network import describe
from engine.spec import Spec, patch_spec, read_spec


def spec(data: str = "moons", test_fraction: float = 0.5, **changes: Any) -> Spec:
    layers = [{"kind": "dense", "units": 3}, {"kind": "dropout"}]
    found = read_spec({"data": {"kind": data, "test_fraction": test_fraction}, "network": {"layers": layers}})
    for path, value in changes.items():
        found = patch_spec(found, path.replace("__", "."), value)
    return found


def cured(doubtful: Spec, code: str) -> dict[str, Any]:
    """The warning of a code, after its cure was found to help."""
    (caution,) = (warning for warning in describe(doubtful).warnings if warning["code"] == code)
    for patch in caution["cure"]:
        doubtful = patch_spec(doubtful, patch["path"], patch["value"])
    assert code not in [warning["code"] for warning in describe(doubtful).warnings]
    return caution


@pytest.mark.parametrize(
    ("doubtful", "path", "instead"),
    [
        (
            spec(test_fraction=0.0, training__early_stopping={}),
            "training.early_stopping.metric",
            "train_loss",
        ),
        (spec("plane", training__target={}), "training.target.metric", "test_loss"),
        (spec("plane", 0.0, training__target={}), "training.target.metric", "train_loss"),
        (spec(test_fraction=0.0, training__target={}), "training.target.metric", "train_accuracy"),
        (
            spec(test_fraction=0.0, training__plateau={"metric": "test_loss"}),
            "training.plateau.metric",
            "train_loss",
        ),
        (
            spec(test_fraction=0.0, optimizer__schedule={"kind": "reduce_on_plateau", "metric": "test_loss"}),
            "optimizer.schedule.metric",
            "train_loss",
        ),
    ],
)
def test_a_metric_that_is_missing(doubtful: Spec, path: str, instead: str) -> None:
    caution = cured(doubtful, "no_such_metric")
    assert caution["path"] == path
    assert caution["cure"] == [{"path": path, "value": instead}]


def test_connections_that_are_missing() -> None:
    caution = cured(spec(network__layers__0__pruned=[[0, 1], [3, 0], [0, 2]]), "no_such_connection")
    assert caution["message"].startswith("The connection from input 0 to unit 3")
    assert caution["cure"] == [{"path": "network.layers.0.pruned", "value": [[0, 1]]}]


def test_nothing_left_to_learn() -> None:
    cured(spec(network__layers__0__frozen=True, network__output__frozen=True), "all_frozen")


def test_what_has_an_effect_is_not_doubted() -> None:
    stops: dict[str, Any] = {"training__early_stopping": {}, "training__target": {}, "training__plateau": {}}
    wise = spec(network__layers__0__frozen=True, network__layers__0__pruned=[[2, 1]], **stops)
    assert describe(wise).warnings == []
    assert describe(wise).document()["frozen_parameters"] == 9
