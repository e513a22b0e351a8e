"""What the words of a kind promise to a class comes true when it is trained."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.command_line.train import train
from engine.run import Run
from engine.spec import read_spec

SEEDS = range(6)


def trained(epochs: int, **document: Any) -> Run:
    run = Run(read_spec(document))
    run.advance(epochs * run.steps_per_epoch)
    return run


def perceptron(data: dict[str, Any], seed: int, epochs: int, engine: str = "auto") -> Run:
    """A single threshold unit, corrected after every sample."""
    return trained(
        epochs,
        data=data,
        seed=seed,
        network={"layers": [], "output": {"activation": "step"}},
        loss="perceptron",
        optimizer={"kind": "sgd", "learning_rate": 1.0},
        training={"batch_size": 1},
        engine=engine,
    )


def moves(run: Run) -> bool:
    """Tell whether the next step changes a parameter."""
    before = run.trainer.parameters()
    run.advance(1)
    return any((value != before[name]).any() for name, value in run.trainer.parameters().items())


@pytest.mark.parametrize("engine", ["compiled", "torch"])
@pytest.mark.parametrize("table", ["and_table", "or_table"])
def test_the_perceptron_rule_learns_what_a_line_can_tell_apart(table: str, engine: str) -> None:
    for seed in SEEDS:
        metrics = perceptron({"kind": table}, seed, 30, engine).metrics()
        assert metrics["train_accuracy"] == 1
        assert metrics["train_loss"] == 0


def test_it_comes_to_rest_on_a_straight_gap_and_never_on_xor() -> None:
    for seed in SEEDS:
        apart = perceptron({"kind": "separable", "margin": 0.5}, seed, 30)
        assert apart.metrics()["train_accuracy"] == 1
        assert not any(moves(apart) for _ in range(200))
        mixed = perceptron({"kind": "xor_table"}, seed, 100)
        assert mixed.metrics()["train_accuracy"] < 1
        assert any(moves(mixed) for _ in range(4))


@pytest.mark.parametrize("engine", ["compiled", "torch"])
def test_nothing_is_learned_before_a_layer_of_threshold_units(engine: str) -> None:
    layers = [{"kind": "dense", "units": 4, "activation": kind} for kind in ("tanh", "step", "tanh")]
    run = Run(read_spec({"data": "circle", "network": {"layers": layers}, "engine": engine}))
    before = run.trainer.parameters()
    run.advance(50)
    changed = {
        name.rpartition(".")[0]
        for name, value in run.trainer.parameters().items()
        if (value != before[name]).any()
    }
    assert changed == {"layers.2", "output"}


def test_penguins_are_told_apart_once_their_measures_are_scaled() -> None:
    def accuracy(scaling: str, seed: int) -> float:
        run = trained(
            10,
            data={"kind": "penguins", "scaling": scaling},
            seed=seed,
            network={"layers": [{"kind": "dense", "units": 4, "activation": "tanh"}]},
            optimizer={"kind": "sgd", "learning_rate": 0.03},
        )
        return float(run.metrics()["test_accuracy"] or 0)

    assert max(accuracy("none", seed) for seed in SEEDS) < 0.6
    assert min(accuracy("standardize", seed) for seed in SEEDS) > 0.9


def test_outliers_draw_up_the_squared_error_and_leave_the_absolute_error_on_the_line() -> None:
    def height(loss: str) -> float:
        run = trained(
            200,
            data={"kind": "outliers", "noise": 0.1},
            network={"layers": []},
            loss=loss,
            optimizer={"kind": "sgd", "learning_rate": 0.01},
        )
        return float(run.trainer.parameters()["output.bias"][0])

    assert height("mean_squared_error") == pytest.approx(0.4, abs=0.06)  # a tenth of them, each 4 too high
    assert height("mean_absolute_error") == pytest.approx(0, abs=0.06)
    assert 0.03 < height("huber") < 0.2


def test_shown_their_squares_softmax_draws_rings_without_a_hidden_layer() -> None:
    run = trained(
        300,
        data={"kind": "rings", "classes": 4, "features": ["x1^2", "x2^2"]},
        network={"layers": []},
        optimizer={"kind": "adam", "learning_rate": 0.1},
    )
    assert run.metrics()["test_accuracy"] == 1


def test_the_checkerboard_runs_a_network_out_of_units_unless_they_wave() -> None:
    def accuracy(activation: str) -> float:
        layer = {"kind": "dense", "units": 8, "activation": activation}
        run = trained(
            200,
            data={"kind": "checkerboard", "cells": 6, "samples": 1000},
            network={"layers": [layer, layer]},
            optimizer={"kind": "adam", "learning_rate": 0.02},
        )
        return float(run.metrics()["test_accuracy"] or 0)

    assert accuracy("tanh") < 0.8 < accuracy("sine")


@pytest.mark.parametrize("engine", ["compiled", "torch"])
@pytest.mark.parametrize("optimizer", ["adadelta", "nadam"])
def test_a_restored_run_goes_on_with_the_state_of_its_optimizer(optimizer: str, engine: str) -> None:
    run = trained(2, data="circle", optimizer=optimizer, engine=engine)
    twin = Run.restore(run.snapshot())
    for part in (run, twin):
        part.advance(70)
    for name, value in run.trainer.parameters().items():
        np.testing.assert_array_equal(value, twin.trainer.parameters()[name])


def steep(clipping: dict[str, Any] | None, engine: str) -> Run:
    """A deep linear network on a valley with steep walls, trained too fast for them."""
    layer = {"kind": "dense", "units": 8, "activation": "linear"}
    return trained(
        100,
        seed=1,
        data={"kind": "plane", "samples": 100, "features": ["x1", "x2", "x1^2", "x2^2"]},
        network={"layers": [layer] * 4},
        optimizer={"kind": "sgd", "learning_rate": 0.05},
        training={"batch_size": "full", "gradient_clipping": clipping, "epochs": 100},
        engine=engine,
    )


@pytest.mark.parametrize("engine", ["compiled", "torch"])
@pytest.mark.parametrize("clipping", [{"kind": "norm", "limit": 1.0}, {"kind": "value", "limit": 0.5}])
def test_clipping_tames_gradients_that_explode(clipping: dict[str, Any], engine: str) -> None:
    wild, tamed = steep(None, engine), steep(clipping, engine)
    assert wild.finished is not None
    assert wild.finished.cause == "diverged"
    assert tamed.finished is not None
    assert tamed.finished.cause == "epochs"
    assert tamed.metrics()["train_loss"] < 0.1 * tamed.history.rows[0, 0]


@pytest.mark.parametrize(
    "schedule", [{"kind": "cosine", "floor": 0.02}, {"kind": "one_cycle", "floor": 0.02}]
)
def test_a_learning_rate_that_ends_low_settles(schedule: dict[str, Any]) -> None:
    """With small batches a constant rate keeps the weights jumping; towards the floor they come to rest."""

    def spread(schedule: Any) -> float:
        run = trained(
            60,
            data={"kind": "moons", "samples": 200, "noise": 0.25},
            network={"layers": [{"kind": "dense", "units": 8}]},
            optimizer={"kind": "adam", "learning_rate": 0.1, "schedule": schedule},
            training={"batch_size": 4, "epochs": 60},
        )
        assert run.metrics()["learning_rate"] == pytest.approx(0.1 if schedule == "constant" else 0.002)
        return float(run.history.rows[-6:, 0].std())

    assert spread(schedule) < 0.2 * spread("constant")


XOR_RATES = [
    ("tanh", 0, 0.0, 0.0),
    ("tanh", 2, 0.3, 0.55),
    ("tanh", 4, 0.9, 1.0),
    ("relu", 2, 0.1, 0.35),
    ("relu", 8, 0.9, 1.0),
]


@pytest.mark.parametrize(("activation", "units", "least", "most"), XOR_RATES)
def test_how_many_hidden_units_it_takes_to_learn_xor(
    activation: str, units: int, least: float, most: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two units can say it and seldom find it; a few more nearly always do."""
    layers = [{"kind": "dense", "units": units, "activation": activation}] if units else []
    document = {
        "data": {"kind": "xor_table"},
        "network": {"layers": layers},
        "optimizer": {"kind": "adam", "learning_rate": 0.05},
        "training": {"batch_size": "full", "epochs": 400},
        "engine": "compiled",
    }
    file = tmp_path / "xor.json"
    file.write_text(json.dumps(document))
    train(file, epochs=None, seed=None, engine=None, seeds=50, target=1.0, as_json=True)
    assert least <= json.loads(capsys.readouterr().out)["success_rate"] <= most


def deep_sigmoids(wrap: Callable[[dict[str, Any]], list[dict[str, Any]]], seed: int) -> float:
    """The accuracy of the network of ``vanishing.json``, six layers deep, with something done to each layer."""
    document = json.loads((Path(__file__).parents[1] / "examples" / "vanishing.json").read_text())
    layers = [part for layer in document["network"]["layers"][:6] for part in wrap(layer)]
    run = trained(60, **document | {"seed": seed, "network": document["network"] | {"layers": layers}})
    assert run.network.engine() == "compiled"
    return run.metrics()["train_accuracy"] or 0.0


def test_a_deep_network_of_sigmoids_learns_nothing() -> None:
    assert all(deep_sigmoids(lambda layer: [layer], seed) < 0.6 for seed in SEEDS)


@pytest.mark.parametrize(
    ("least", "wrap"),
    [
        (0.95, lambda layer: [layer, {"kind": "batch_norm"}]),
        (0.98, lambda layer: [layer, {"kind": "layer_norm"}]),
        (0.98, lambda layer: [{"kind": "residual", "layers": [layer]}]),
    ],
    ids=["batch_norm", "layer_norm", "residual"],
)
def test_it_does_with_normalization_or_a_way_past_each_layer(least: float, wrap: Any) -> None:
    assert all(deep_sigmoids(wrap, seed) >= least for seed in SEEDS)


def test_a_way_past_the_layers_brings_the_gradient_to_the_first() -> None:
    def first(wrapped: bool) -> float:
        layer = {"kind": "dense", "units": 8, "activation": "sigmoid"}
        layers = [layer] + [{"kind": "residual", "layers": [layer]} if wrapped else layer] * 5
        run = trained(0, data="circle", network={"layers": layers})
        return float(np.abs(run.trainer.gradients()["layers.0.weight"]).mean())

    assert first(wrapped=True) > 100 * first(wrapped=False)


def test_units_learn_slopes_of_their_own() -> None:
    hidden = [{"kind": "dense", "units": 4, "activation": "prelu"}]
    run = trained(100, data="circle", network={"layers": hidden})
    slopes = run.trainer.parameters()["layers.0.slope"]
    assert len(set(slopes.tolist())) == 4
    assert np.abs(slopes - 0.25).max() > 0.05
