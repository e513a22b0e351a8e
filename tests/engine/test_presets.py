"""Every preset does what its two sentences say: the good ones learn, the bad ones fail, and for the reason given."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pytest

from engine.concepts import kinds
from engine.datasets import Dataset
from engine.network import describe
from engine.presets import presets
from engine.run import Run
from engine.spec import patch_spec, read_spec

SEEDS = 5
ENOUGH = 4
"""So many of the seeds must come to what is expected; luck of the draw may spoil one, but not the preset's own."""
SENTENCE_END = re.compile(r"[.!?](?= [A-Z]|$)")
OWN_DATA = {"points", "csv"}
"""Kinds that hold nothing before somebody brings it."""

each_preset = pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset["name"])


def spec_of(name: str) -> dict[str, Any]:
    (found,) = [preset["spec"] for preset in presets() if preset["name"] == name]
    return dict(found)


def started(name: str) -> Run:
    return Run(read_spec(spec_of(name)))


def finish(run: Run) -> Run:
    while run.finished is None:
        run.advance(10_000)
    return run


@cache
def finished(name: str) -> Run:
    """Return the preset trained from its own seed."""
    return finish(started(name))


def figure(run: Run, metric: str) -> float:
    """Return a metric of a run, or the mean of a parameter."""
    metrics = run.metrics()
    if metric not in metrics:
        return float(run.trainer.parameters()[metric].mean())
    value = metrics[metric]
    assert value is not None, f"there is no {metric}"
    return value


@each_preset
def test_training_comes_to_what_the_preset_expects(preset: dict[str, Any]) -> None:
    expected = dict(preset["expect"])
    metric = expected.pop("metric")
    ((bound, limit),) = expected.items()
    first = preset["spec"]["seed"]
    figures = [
        figure(finish(Run(read_spec({**preset["spec"], "seed": seed}))), metric)
        for seed in range(first, first + SEEDS)
    ]
    met = [value >= limit if bound == "at_least" else value <= limit for value in figures]
    assert met[0], f"from its own seed: {metric} {figures[0]}, not {bound} {limit}"
    assert sum(met) >= ENOUGH, f"{metric} {figures}, not {bound} {limit}"


@each_preset
def test_a_preset_is_told_in_two_sentences(preset: dict[str, Any]) -> None:
    assert set(preset) == {"name", "title", "lesson", "explanation", "expect", "spec"}
    assert len(SENTENCE_END.findall(preset["explanation"])) == 2
    assert preset["lesson"] in {"good", "bad"}
    assert set(preset["expect"]) in ({"metric", "at_least"}, {"metric", "at_most"})
    assert len(preset["title"]) <= 40
    assert preset["spec"]["name"] == preset["title"]


def test_no_two_presets_have_one_name_or_title() -> None:
    for key in ("name", "title"):
        values = [preset[key] for preset in presets()]
        assert len(set(values)) == len(values)


def test_presets_of_one_data_set_stand_together_and_every_set_has_a_good_and_a_bad_one() -> None:
    shown = [(preset["spec"]["data"]["kind"], preset["lesson"]) for preset in presets()]
    order = [kind for place, (kind, _) in enumerate(shown) if place == 0 or shown[place - 1][0] != kind]
    assert len(set(order)) == len(order)
    needed = {(kind, lesson) for kind in kinds(Dataset).keys() - OWN_DATA for lesson in ("good", "bad")}
    assert needed - set(shown) == set()


def test_good_presets_have_nothing_to_warn_of() -> None:
    for preset in presets():
        if preset["lesson"] == "good":
            assert describe(read_spec(preset["spec"])).warnings == []


def cause(name: str) -> str | None:
    """Return why the training of a preset ended."""
    end = finished(name).finished
    return end.cause if end else None


# --- Why the bad ones fail ------------------------------------------------------------------------------------


def gradient_sizes(name: str, epochs: int = 0) -> list[float]:
    """Return the root mean square of each node's gradient, from the first hidden layer to the output."""
    run = started(name)
    run.advance_epochs(epochs)
    measured = run.measure({"gradients": {}})["probes"]["gradients"]
    return [float(size) for size in measured["root_mean_square"]]


@pytest.mark.parametrize("epochs", [0, 10])
def test_gradients_vanish_and_are_cured(epochs: int) -> None:
    *vanishing, _ = gradient_sizes("vanishing_gradients", epochs)
    *cured, _ = gradient_sizes("vanishing_cured", epochs)
    *bypassed, _ = gradient_sizes("residual", epochs)
    assert vanishing[0] < vanishing[-1] / 500
    assert cured[0] > cured[-1] / 10
    assert bypassed[0] > bypassed[-1] / 10


def test_normalized_gradients_reach_the_first_layer_once_the_running_averages_are_right() -> None:
    *normalized, _ = gradient_sizes("batch_norm", epochs=10)
    assert normalized[0] > normalized[-1] / 10


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("zero_start", "layers.0.weight"),
        ("zero_start", "output.weight"),
        ("threshold_units", "layers.0.weight"),
        ("or_no_slope", "output.weight"),
        ("or_no_slope", "output.bias"),
    ],
)
def test_what_cannot_move_does_not(name: str, parameter: str) -> None:
    before = started(name).trainer.parameters()[parameter]
    np.testing.assert_array_equal(finished(name).trainer.parameters()[parameter], before)


def test_an_equal_start_keeps_all_units_equal_while_they_learn() -> None:
    name, weight = "equal_start", "layers.0.weight"
    rows = finished(name).trainer.parameters()[weight]
    assert (rows == rows[0]).all()
    assert (rows != started(name).trainer.parameters()[weight]).any()


def silent(run: Run) -> float:
    """Return the share of the second layer's ReLU units that give 0 for every training sample."""
    values, parameters = run.prepared.data.train_features, run.trainer.parameters()
    for layer in ("layers.0", "layers.1"):
        weight, bias = parameters[f"{layer}.weight"], parameters[f"{layer}.bias"]
        values = np.maximum(0, weight @ values + bias[:, None])
    return float((values.max(axis=1) == 0).mean())


def test_dead_relus_are_silent_for_every_sample_and_live_with_a_lower_rate() -> None:
    spec = read_spec(spec_of("dead_relus"))
    assert silent(finished("dead_relus")) == 1
    assert silent(finish(Run(patch_spec(spec, "optimizer.learning_rate", 0.1)))) < 0.2


def test_full_speed_from_the_start_silences_units_that_one_cycle_keeps() -> None:
    assert silent(finished("full_speed")) > 0.75
    assert silent(finished("one_cycle")) <= 0.5


def test_exploding_gradients_end_in_the_first_epoch_and_clipping_lets_it_go_on() -> None:
    sizes = gradient_sizes("exploding_gradients")
    assert max(sizes) > 10
    assert (cause("exploding_gradients"), cause("clipped_gradients")) == ("diverged", "epochs")
    assert finished("exploding_gradients").epoch == 0


def test_l1_leaves_one_unit_and_gives_the_rest_back_when_it_is_lowered() -> None:
    run = finish(started("l1_too_strong"))
    parameters = run.trainer.parameters()
    weights = np.concatenate([parameters[f"{node}.weight"].ravel() for node in ("layers.0", "output")])
    assert (np.abs(weights) > 0.01).sum() <= 3
    spec = patch_spec(run.spec, "training.epochs", 600)
    for node in ("layers.0", "output"):
        spec = patch_spec(spec, f"network.{node}.regularizer.rate", 0.0005)
    assert not run.reconfigure(spec).restarted
    assert figure(finish(run), "test_accuracy") > 0.98


def test_what_was_learned_by_heart_is_right_in_training_alone() -> None:
    run = finished("clouds_by_heart")
    assert figure(run, "train_accuracy") == 1
    losses = run.history.rows[:, 1]
    assert losses[-1] > 1.5 * losses[25]


def test_early_stopping_goes_back_to_the_best_that_the_same_network_ever_was() -> None:
    by_heart, in_time = finished("patients_by_heart"), finished("stopped_in_time")
    losses = by_heart.history.rows[:, 1]
    assert figure(in_time, "test_loss") == pytest.approx(losses.min(), rel=1e-3)
    assert losses[-1] > 1.4 * losses.min()


def test_a_mismatched_output_makes_the_loss_small_and_most_samples_wrong() -> None:
    run = finished("mismatched_output")
    assert figure(run, "train_loss") < 0.01
    assert figure(run, "train_accuracy") < 0.75


def test_momentum_lets_the_loss_fall_climb_and_fall_again() -> None:
    losses = finished("overshooting_momentum").history.rows[:, 0]
    turns = (np.diff(np.sign(np.diff(losses))) != 0).sum()
    assert turns >= 4
    assert (np.diff(finished("plane").history.rows[:, 0]) < 0).mean() > 0.9
