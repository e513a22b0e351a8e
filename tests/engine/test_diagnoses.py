"""The coach: each rule names the fault in runs that show it, is silent in healthy ones, and its cures help."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from engine.concepts import kinds
from engine.diagnoses import Diagnosis, Evidence, Finding, examine
from engine.presets import presets
from engine.run import Run
from engine.spec import Spec, patch_spec, read_spec

EXAMPLES = Path(__file__).parents[1] / "examples"
SEEDS = range(1, 21)
NAMED = 18
"""In so many of twenty runs that show a fault it has to be named."""
PRESETS: dict[str, dict[str, Any]] = {preset["name"]: preset["spec"] for preset in presets()}
CIRCLE = {"kind": "circle", "samples": 200, "noise": 0.05, "scaling": "standardize"}
XOR = {"kind": "xor", "samples": 200}
SPIRAL = {"kind": "spiral", "samples": 200}


class Fault(NamedTuple):
    """An experiment that shows a fault, and after how many epochs somebody looks."""

    kind: str
    spec: dict[str, Any]
    moments: tuple[int, ...]


def dense(layers: int, units: int, **settings: Any) -> list[dict[str, Any]]:
    return [{"kind": "dense", "units": units, **settings} for _ in range(layers)]


def experiment(
    data: object, layers: list[dict[str, Any]], optimizer: str, rate: float, epochs: int
) -> dict[str, Any]:
    return {
        "data": data,
        "network": {"layers": layers},
        "optimizer": {"kind": optimizer, "learning_rate": rate},
        "training": {"batch_size": 10, "epochs": epochs},
    }


def wide(deviation: float) -> dict[str, Any]:
    return {"initializer": {"kind": "normal", "standard_deviation": deviation}}


def example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return found


FAULTS = [
    Fault("diverged", PRESETS["exploding_gradients"], (3,)),
    Fault("diverged", PRESETS["diverging"], (60,)),
    Fault("vanishing_gradients", example("vanishing"), (0,)),
    Fault("vanishing_gradients", example("vanishing"), (5,)),
    Fault("exploding_gradients", PRESETS["exploding_gradients"], (0,)),
    Fault("dead_units", PRESETS["dead_relus"], (15,)),
    Fault("saturated_units", experiment(CIRCLE, dense(3, 8, **wide(10.0)), "sgd", 0.03, 40), (0,)),
    Fault("symmetry", PRESETS["zero_start"], (0,)),
    Fault("symmetry", PRESETS["equal_start"], (5,)),
    Fault("rate_too_high", experiment(CIRCLE, dense(2, 8), "sgd", 10.0, 40), (5,)),
    Fault("rate_too_high", PRESETS["overshooting_momentum"], (20,)),
    Fault("rate_too_high", PRESETS["diverging"], (4,)),
    Fault("rate_too_low", PRESETS["and_too_slow"], (20,)),
    Fault("rate_too_low", experiment(CIRCLE, dense(2, 8), "sgd", 0.0005, 40), (10,)),
    Fault("plateau", experiment(CIRCLE, dense(4, 8, activation="sigmoid"), "sgd", 0.03, 40), (25, 30, 40)),
    Fault("plateau", experiment(SPIRAL, dense(3, 16, **wide(0.01)), "sgd", 0.03, 60), (25, 30, 40)),
    Fault("overfitting", PRESETS["clouds_by_heart"], (200,)),
    Fault("overfitting", PRESETS["patients_by_heart"], (200,)),
    Fault("batch_noise", PRESETS["jumpy_batches"], (20, 30, 45, 60)),
    Fault("batch_noise", PRESETS["batches_of_two"], (0,)),
    Fault("wrong_pair", PRESETS["mismatched_output"], (0,)),
    Fault("wrong_pair", PRESETS["bounded_output"], (5,)),
    Fault("wrong_pair", PRESETS["threshold_units"], (0,)),
    Fault("unscaled_inputs", PRESETS["penguins_raw"], (0,)),
    Fault("unscaled_inputs", PRESETS["wine_raw"], (5,)),
    Fault("too_small", experiment(XOR, [], "adam", 0.02, 60), (60,)),
    Fault("too_small", experiment(CIRCLE, dense(1, 1), "adam", 0.02, 100), (100,)),
]
HEALTHY = [
    "two_spirals", "perceptron_and", "xor_table", "straight_gap", "circle", "circle_squares", "vanishing_cured",
    "batch_norm", "residual", "xor_clouds", "islands", "moons", "checkerboard", "penguins", "four_classes", "rings",
    "sine", "clipped_gradients", "hills", "diabetes",
]  # fmt: skip
MOMENTS = (0.0, 0.05, 0.2, 0.5, 1.0)
MOST_EPOCHS = 400


def look(run: Run) -> dict[str, Finding]:
    with np.errstate(invalid="ignore", over="ignore"):
        return {rule.kind_name(): finding for rule, finding in examine(Evidence.of(run))}


def started(document: dict[str, Any], seed: int) -> Run:
    return Run(read_spec({**document, "seed": seed}))


def go_to(run: Run, epoch: int) -> None:
    if epoch > run.epoch and run.finished is None:
        run.advance_epochs(epoch - run.epoch)


def named(fault: Fault, seed: int) -> tuple[Run, Finding | None]:
    """The run at the first of the moments at which the fault is named, and what is said."""
    run = started(fault.spec, seed)
    for moment in fault.moments:
        go_to(run, moment)
        if fault.kind in (found := look(run)):
            return run, found[fault.kind]
    return run, None


each_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.kind}-{fault.moments[-1]}")


@each_fault
def test_a_fault_is_named(fault: Fault) -> None:
    hits = sum(named(fault, seed)[1] is not None for seed in SEEDS)
    assert hits >= NAMED, f"{hits} of {len(SEEDS)}"


def test_every_rule_has_runs_that_show_it() -> None:
    assert {fault.kind for fault in FAULTS} == set(kinds(Diagnosis))


def test_healthy_runs_raise_no_alarm() -> None:
    """Twenty data sets, networks and optimizers, looked at five times each: at most one false alarm in all."""
    alarms = []
    for seed, name in enumerate(HEALTHY, start=11):
        run = started(PRESETS[name], seed)
        last = min(run.spec.training.epochs, MOST_EPOCHS)
        for moment in MOMENTS:
            go_to(run, round(moment * last))
            alarms += [(name, seed, run.epoch, kind, found.seen) for kind, found in look(run).items()]
    assert len(alarms) <= 1, alarms


@pytest.mark.parametrize("seed", [1, 4, 5, 7, 15])
def test_the_cured_deep_network_raises_none(seed: int) -> None:
    run = started(example("vanishing_cured"), seed)
    for moment in (0, 1, 2, 3, 12, 30, 60):
        go_to(run, moment)
        assert look(run) == {}


def cured(run: Run, patches: tuple[tuple[str, Any], ...]) -> Run:
    spec: Spec = run.spec
    for path, value in patches:
        spec = patch_spec(spec, path, value)
    found = Run(spec)
    go_to(found, spec.training.epochs)
    return found


def accuracy(run: Run) -> float:
    return float(run.history.rows[-1, 2])


def test_each_cure_of_vanishing_gradients_gives_a_network_that_learns() -> None:
    fault = Fault("vanishing_gradients", example("vanishing"), (0,))
    for seed in (1, 2, 3):
        run, finding = named(fault, seed)
        assert finding is not None
        assert len(finding.cures) == 3
        for cure in finding.cures:
            after = cured(run, cure.patches)
            assert accuracy(after) > 0.95, cure.label
            assert "vanishing_gradients" not in look(after)


def test_shallower_networks_are_offered_a_way_past_their_layers() -> None:
    six = {**example("vanishing"), "network": {"layers": example("vanishing")["network"]["layers"][:6]}}
    run, finding = named(Fault("vanishing_gradients", six, (0,)), 1)
    assert finding is not None
    residual = next(cure for cure in finding.cures if "Residual" in cure.label)
    assert accuracy(cured(run, residual.patches)) > 0.95


Better = Callable[[Run, Run], bool]


def accurate(at_least: float) -> Better:
    return lambda _before, after: accuracy(after) > at_least


def lower_loss(column: int, factor: float) -> Better:
    return lambda before, after: bool(
        after.history.rows[-1, column] < factor * before.history.rows[-1, column] and after.divergence is None
    )


CURED: dict[str, tuple[int, Better]] = {
    "diverged": (0, lower_loss(0, 0.1)),
    "exploding_gradients": (4, lower_loss(0, 0.5)),
    "dead_units": (5, accurate(0.95)),
    "saturated_units": (6, accurate(0.85)),
    "symmetry": (7, accurate(0.95)),
    "rate_too_high": (9, accurate(0.9)),
    "rate_too_low": (12, accurate(0.95)),
    "plateau": (14, accurate(0.7)),
    "overfitting": (17, lower_loss(1, 0.8)),
    "batch_noise": (19, accurate(0.95)),
    "wrong_pair": (20, accurate(0.95)),
    "unscaled_inputs": (23, accurate(0.95)),
    "too_small": (26, accurate(0.95)),
}


@pytest.mark.parametrize("kind", CURED)
def test_every_cure_that_is_offered_helps(kind: str) -> None:
    place, better = CURED[kind]
    fault = FAULTS[place]
    assert fault.kind == kind
    showing = [seed for seed in SEEDS[:6] if named(fault, seed)[1] is not None]
    assert len(showing) >= 2
    for seed in showing[:2]:
        run, finding = named(fault, seed)
        assert finding is not None
        assert finding.cures
        untouched = started(fault.spec, seed)
        go_to(untouched, untouched.spec.training.epochs)
        for cure in finding.cures:
            assert better(untouched, cured(run, cure.patches)), (seed, cure.label)


def test_what_follows_from_something_else_is_not_told() -> None:
    everything = set(kinds(Diagnosis))
    for rule in kinds(Diagnosis).values():
        assert rule.follows_from <= everything - {rule.kind_name()}  # type: ignore[attr-defined]
    run, _ = named(Fault("diverged", PRESETS["exploding_gradients"], (3,)), 1)
    assert set(look(run)) == {"diverged"}
    run, _ = named(Fault("symmetry", PRESETS["zero_start"], (40,)), 1)
    assert set(look(run)) == {"symmetry"}


def test_a_divergence_names_the_node_and_the_step() -> None:
    run, finding = named(Fault("diverged", PRESETS["exploding_gradients"], (3,)), 1)
    assert finding is not None
    assert run.divergence is not None
    assert finding.nodes == (run.divergence.node,)
    assert f"step {run.divergence.step}" in finding.seen
    assert all(cure.reset for cure in finding.cures if cure.patches[0][0] == "training.gradient_clipping")
    assert look(Run.restore(run.snapshot()))["diverged"] == finding


@pytest.mark.parametrize("kind", kinds(Diagnosis).values(), ids=list(kinds(Diagnosis)))
def test_a_rule_says_why_in_two_sentences(kind: type[Diagnosis]) -> None:
    assert len(re.findall(r"[.!?](?= [A-Z]|$)", kind.explanation)) == 2


@each_fault
def test_the_probe_says_all_that_a_page_needs(fault: Fault) -> None:
    run, found = named(fault, 1)
    if found is None:
        return
    payload = run.measure({"coach": {}})["probes"]["coach"]
    finding = next(each for each in payload["findings"] if each["kind"] == fault.kind)
    assert json.loads(json.dumps(payload, allow_nan=False)) == payload
    assert finding["seen"].endswith(".")
    assert finding["formula"].startswith("<math")
    assert set(finding["where"]["nodes"]) <= {node.id for node in run.network.nodes}
    assert finding["cures"]
    for cure in finding["cures"]:
        spec = run.spec
        for patch in cure["patches"]:
            spec = patch_spec(spec, patch["path"], patch["value"])
        assert spec != run.spec


def test_looking_changes_nothing() -> None:
    watched, alone = started(example("vanishing"), 1), started(example("vanishing"), 1)
    for _ in range(3):
        watched.measure({"coach": {}})
        watched.advance(17)
        alone.advance(17)
    after = watched.trainer.parameters()
    assert all((values == after[name]).all() for name, values in alone.trainer.parameters().items())


def test_without_samples_there_is_nothing_to_say() -> None:
    empty = Run(read_spec({"data": {"kind": "points", "points": []}}))
    assert empty.measure({"coach": {}})["probes"]["coach"] == {"findings": []}
