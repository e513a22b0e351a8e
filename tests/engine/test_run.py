"""Runs: the same spec gives the same history, however it is paused, split, looked at, saved or restored."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load

from engine.errors import CommandError, SnapshotError
from engine.history import EACH
from engine.packing import pack
from engine.probes import read_probe
from engine.probes.plane import grid_over
from engine.run import Run
from engine.snapshot import Snapshot
from engine.spec import patch_spec, read_spec

EXAMPLES = Path(__file__).parents[1] / "examples"
ENGINES = ("compiled", "torch")
WATCH_ALL: dict[str, dict[str, Any]] = {
    name: {}
    for name in ("surface", "neurons", "weights", "gradients", "history", "data", "losses", "optimizer")
}


def make(name: str = "spiral_small", engine: str = "compiled", **changes: Any) -> Run:
    document = json.loads((EXAMPLES / f"{name}.json").read_text())
    document["engine"] = engine
    spec = read_spec(document)
    for path, value in changes.items():
        spec = patch_spec(spec, path.replace("__", "."), value)
    return Run(spec)


def digest(run: Run) -> str:
    parts = [run.history.rows, *run.trainer.parameters().values()]
    return hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts)).hexdigest()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", [file.stem for file in sorted(EXAMPLES.glob("*.json"))])
def test_every_example_trains_on_both_engines(name: str, engine: str) -> None:
    run = make(name, engine)
    before = run.metrics()["train_loss"]
    run.advance_epochs(3)
    after = run.metrics()["train_loss"]
    assert run.epoch == 3
    assert before is not None
    assert after is not None
    assert np.isfinite(after)
    assert after != before


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=8, deadline=None)
@given(splits=st.lists(st.integers(1, 40), min_size=1, max_size=8), look=st.booleans())
def test_splitting_and_looking_change_nothing(engine: str, splits: list[int], look: bool) -> None:
    whole, parts = make("blobs_softmax", engine), make("blobs_softmax", engine)
    whole.advance(sum(splits))
    for steps in splits:
        parts.advance(steps)
        if look:
            parts.measure(WATCH_ALL)
    assert digest(whole) == digest(parts)


@settings(max_examples=8, deadline=None)
@given(splits=st.lists(st.integers(1, 900), min_size=1, max_size=6), rate=st.sampled_from([0.01, 10.0]))
def test_splitting_changes_nothing_where_not_every_epoch_is_measured(splits: list[int], rate: float) -> None:
    layers = [{"kind": "dense", "units": 4, "activation": "relu"}]
    changes = {"training__epochs": 100_000, "network__layers": layers}
    whole, parts = (make("sine_regression", **changes) for _ in range(2))
    for run in (whole, parts):
        run.advance(run.steps_to(4 * EACH) + 3)
        run.reconfigure(patch_spec(run.spec, "optimizer", {"kind": "sgd", "learning_rate": rate}))
    whole.advance(sum(splits))
    for steps in splits:
        parts.advance(steps)
    assert whole.divergence == parts.divergence
    assert whole.divergence is not None or rate < 1 or sum(splits) < 500
    assert digest(whole) == digest(parts)
    np.testing.assert_array_equal(whole.history.epochs, parts.history.epochs)
    assert whole.history.epochs[-1] == whole.epoch


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["blobs_softmax", "circle_relu", "spiral_small"])
def test_a_restored_run_goes_on_bit_identically(name: str, engine: str) -> None:
    run = make(name, engine)
    run.advance(137)
    restored = Run.restore(run.snapshot())
    assert digest(run) == digest(restored)
    run.advance(61)
    restored.advance(61)
    assert digest(run) == digest(restored)
    assert run.history.moments.keys() == restored.history.moments.keys()


@pytest.mark.parametrize("engine", ENGINES)
def test_two_processes_give_the_same_history(engine: str) -> None:
    run = make(engine=engine)
    run.advance(300)
    script = (
        "import json, sys; from engine.run import Run; from engine.spec import read_spec; import hashlib;"
        "run = Run(read_spec(json.loads(sys.argv[1]))); run.advance(300);"
        "parts = [run.history.rows, *run.trainer.parameters().values()];"
        "print(hashlib.sha256(b''.join(part.tobytes() for part in parts)).hexdigest())"
    )
    command = [sys.executable, "-c", script, json.dumps(run.spec.document())]
    other = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert other.stdout.strip() == digest(run)


@pytest.mark.parametrize("engine", ENGINES)
def test_reset_goes_back_to_the_same_start(engine: str) -> None:
    run = make(engine=engine)
    start = digest(run)
    run.advance(70)
    end = digest(run)
    run.reset()
    assert digest(run) == start
    run.advance(70)
    assert digest(run) == end


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("rate", [5.0, 10.0])
def test_divergence_stops_names_the_place_and_keeps_a_finite_state(engine: str, rate: float) -> None:
    optimizer = {"kind": "sgd", "learning_rate": rate, "momentum": 0.99}
    data = {"kind": "plane", "samples": 100, "features": ["x1", "x2", "x1^2", "x2^2"]}
    layers = [{"kind": "dense", "units": 8, "activation": "linear"}] * 3
    run = make(engine=engine, data=data, network__layers=layers, optimizer=optimizer)
    run.advance_epochs(50)
    assert run.finished is not None
    assert run.finished.cause == "diverged"
    assert f"step {run.step + 1}" in run.finished.reason
    assert "layers." in run.finished.reason or "output" in run.finished.reason
    assert all(np.isfinite(values).all() for values in run.trainer.parameters().values())
    assert run.advance(1) == 0
    with pytest.raises(CommandError, match="diverged"):
        run.go_on()
    measured = run.measure(WATCH_ALL)
    assert np.isfinite(measured["probes"]["surface"]["low"]).all()


def test_training_stops_after_its_epochs_and_can_go_on() -> None:
    run = make(training__epochs=7)
    run.advance(10_000)
    assert run.epoch == 7
    assert run.finished is not None
    assert run.finished.cause == "epochs"
    run.go_on()
    run.advance(10_000)
    assert run.epoch == 14


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("slice_length", [7, 10_000])
def test_early_stopping_stops_exactly_when_patience_is_used_up(engine: str, slice_length: int) -> None:
    stop = {"metric": "test_loss", "patience": 5}
    run = make(engine=engine, training__early_stopping=stop, optimizer={"kind": "adam", "learning_rate": 0.3})
    while run.finished is None:
        run.advance(slice_length)
    assert run.finished.cause == "early_stopping"
    losses = run.history.rows[:, 1]
    assert len(losses) - 1 - int(losses.argmin()) == 5
    stopped_at = run.epoch
    run.go_on()
    run.advance(10_000)
    assert run.epoch >= stopped_at + 5


@pytest.mark.parametrize("engine", ENGINES)
def test_a_weight_can_be_set_by_hand(engine: str) -> None:
    run = make(engine=engine)
    run.edit_parameter("layers.1", "weight", (2, 3), 1.5)
    run.edit_parameter("output", "bias", (0,), -2.0)
    values = run.trainer.parameters()
    assert values["layers.1.weight"][2, 3] == 1.5
    assert values["output.bias"][0] == -2.0
    for node, name, index, value in [
        ("layers.9", "weight", (0, 0), 1.0),
        ("layers.0", "weight", (8, 0), 1.0),
        ("layers.0", "weight", (0,), 1.0),
        ("layers.0", "bias", (0,), float("nan")),
    ]:
        with pytest.raises(CommandError):
            run.edit_parameter(node, name, index, value)


def test_weights_are_kept_at_moments_that_thin_out() -> None:
    run = make("xor", training__epochs=2000)
    run.advance(3000)
    moments = list(run.history.moments)
    assert moments[:9] == list(range(9))
    assert len(moments) < 8 * 12
    assert max(later / earlier for earlier, later in pairwise(moments[8:])) < 1.2


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\x10" + bytes(40)])
def test_bytes_that_are_no_snapshot_are_refused(data: bytes) -> None:
    whole = make().snapshot()
    for broken in (replace(whole, state=data), replace(whole, history=(data,)), replace(whole, history=())):
        with pytest.raises(SnapshotError):
            Run.restore(broken)


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.json")))
def test_a_history_saved_in_parts_is_the_whole(name: str) -> None:
    run = make(name)
    parts = []
    since = 0
    for epochs in (0, 3, 0, 20, 1):
        run.advance_epochs(epochs)
        run.history.correct(run.history.rows[-1] + 1)
        snapshot = run.snapshot(since)
        parts += snapshot.history
        since = run.epoch
    state = snapshot.state
    restored = Run.restore(Snapshot(state, tuple(parts)))
    assert digest(restored) == digest(run)
    assert restored.history.moments.keys() == run.history.moments.keys()
    for epoch, moment in run.history.moments.items():
        assert moment.keys() == restored.history.moments[epoch].keys()
        for parameter, values in moment.items():
            np.testing.assert_array_equal(values, restored.history.moments[epoch][parameter])
    for missing in range(len(parts)):
        left = (*parts[:missing], *parts[missing + 1 :])
        if missing in {1, 3, 4}:
            with pytest.raises(SnapshotError):
                Run.restore(Snapshot(state, left))


def test_a_checkpoint_of_a_long_run_is_small() -> None:
    run = make("spiral_small")
    run.advance_epochs(1000)
    assert run.snapshot(760).size < 16_000
    assert run.snapshot().size > 40_000


def test_packed_tensors_are_safetensors() -> None:
    for shape in ((2, 3), (2, 3), (0, 4), ()):
        values = {
            "floats": np.full(shape, np.nan, np.float32).T,
            "counts": np.arange(3, dtype=np.int64),
            "states": np.array([2**64 - 1], np.uint64),
        }
        found = load(pack(values, {"spec": "ä"}))
        assert found.keys() == values.keys()
        for name, value in values.items():
            np.testing.assert_array_equal(found[name], value)
            assert found[name].dtype == value.dtype


@pytest.mark.parametrize("engine", ENGINES)
def test_the_gradient_probe_agrees_with_autograd(engine: str) -> None:
    torch = pytest.importorskip("torch")
    run = make("vanishing", engine)
    payload = run.measure({"gradients": {"values": True}})["probes"]["gradients"]
    x = torch.from_numpy(run.prepared.data.train_features.T.copy())
    t = torch.from_numpy(run.prepared.data.train_targets.T.copy())
    values = {name: torch.from_numpy(v).requires_grad_() for name, v in run.trainer.parameters().items()}
    for node in payload["nodes"]:
        z = x @ values[f"{node}.weight"].T + values[f"{node}.bias"]
        x = torch.sigmoid(z)
    torch.nn.functional.binary_cross_entropy_with_logits(z, t).backward()
    for node in payload["nodes"]:
        for name in ("weight", "bias"):
            expected = values[f"{node}.{name}"].grad.numpy()
            np.testing.assert_allclose(payload["values"][node][name], expected, rtol=2e-4, atol=1e-9)
    sizes = payload["root_mean_square"]
    assert sizes[0] / sizes[-2] < 1e-4


@pytest.mark.parametrize("engine", ENGINES)
def test_maps_are_what_the_network_gives(engine: str) -> None:
    run = make("blobs_softmax", engine)
    run.advance_epochs(5)
    probes = run.measure({"surface": {"resolution": 20}, "neurons": {"resolution": 8}})["probes"]
    surface = probes["surface"]
    assert surface["values"].shape == (4, 20, 20)
    assert np.abs(surface["values"].astype(int).sum(0) - 255).max() <= 3
    corner = np.array([[surface["extent"]["x1"][0]], [surface["extent"]["x2"][0]]], np.float32)
    expected = run.trainer.forward(corner, outputs_only=True)[:, 0] * 255
    assert np.abs(surface["values"][:, 0, 0] - expected).max() <= 1
    neurons = probes["neurons"]
    assert neurons["values"].shape == (2 + 8 + 8 + 8 + 4, 8, 8)
    assert [node["id"] for node in neurons["nodes"]] == [
        "input",
        "layers.0",
        "layers.1",
        "layers.2",
        "output",
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("node", "row"), [("input", 1), ("layers.1", 2 + 8 + 1), ("output", 2 + 24 + 1)])
def test_the_map_of_an_inspected_unit_is_finer(engine: str, node: str, row: int) -> None:
    run = make("blobs_softmax", engine)
    run.advance_epochs(5)
    neurons = run.measure({"neurons": {"resolution": 2, "inspect": f"{node}.1"}})["probes"]["neurons"]
    found = neurons["inspected"]
    assert (found["node"], found["unit"], found["values"].shape) == (node, 1, (1, 60, 60))
    # The corners of both maps are of the same places.
    low, high = float(found["low"][0]), float(found["high"][0])
    fine = low + found["values"][0, [0, -1]][:, [0, -1]] / 255 * (high - low)
    low, high = float(neurons["low"][row]), float(neurons["high"][row])
    coarse = low + neurons["values"][row] / 255 * (high - low)
    np.testing.assert_allclose(fine, coarse, atol=(high - low) / 100)


@pytest.mark.parametrize("unit", ["layers.1.8", "layers.9.0", "layers.1", "layers.1.-1", "nothing"])
def test_a_unit_that_is_not_there_is_not_inspected(unit: str) -> None:
    assert (
        "inspected" not in make("blobs_softmax").measure({"neurons": {"inspect": unit}})["probes"]["neurons"]
    )


def test_history_rows_make_no_gap_and_no_duplicate_whatever_is_lost() -> None:
    run = make("xor", training__epochs=5000)
    seen: list[int] = []
    generator = np.random.default_rng(0)
    acknowledged = 0
    while run.finished is None:
        run.advance(int(generator.integers(1, 300)))
        payload = run.measure({"history": {"points": 64}}, acknowledged)["probes"]["history"]
        if generator.random() < 0.5:
            continue
        seen = [epoch for epoch in seen if epoch < payload["from"]] + payload["epoch"].tolist()
        acknowledged = seen[-1] + 1
    payload = run.measure({"history": {"points": 64}}, acknowledged)["probes"]["history"]
    seen = [epoch for epoch in seen if epoch < payload["from"]] + payload["epoch"].tolist()
    assert seen == sorted(set(seen))
    assert seen[0] == 0
    assert seen[-1] == run.epoch
    assert max(np.diff(seen)) <= 128


@pytest.mark.parametrize(
    ("path", "value"),
    [("data.scaling", "standardize"), ("data.noise", 0.4), ("optimizer.learning_rate", 0.2), ("seed", 9)],
)
def test_what_is_made_ready_for_looking_follows_the_spec(path: str, value: Any) -> None:
    watched: dict[str, dict[str, Any]] = {"surface": {}, "neurons": {"inspect": "layers.0.1"}}
    run = make("blobs_softmax")
    run.advance(40)
    run.measure(watched)
    run.reconfigure(patch_spec(run.spec, path, value))
    fresh = Run.restore(run.snapshot())
    np.testing.assert_equal(run.measure(watched), fresh.measure(watched))


def test_runs_of_one_experiment_look_over_the_same_grid_and_others_do_not() -> None:
    runs = [
        make("circle_relu"),
        make("circle_relu", optimizer__learning_rate=0.3),
        make("circle_relu", data__features=["x1", "x1^2"]),
    ]
    probe = read_probe("surface", {})
    plane = probe.plane(runs[0].spec.data.description)
    first, same, other = (grid_over(run, plane, 20) for run in runs)
    assert same is first
    assert not np.array_equal(first, other)
    assert grid_over(runs[0], plane, 21).shape == (2, 441)


def test_sparsity_counts_weights_that_are_nearly_zero_and_no_biases() -> None:
    run = make("xor")
    values = run.trainer.parameters()
    for name, array in values.items():
        array[...] = 0.0 if name.endswith("bias") else 1.0
    node, name = next(name for name in values if name.endswith("weight")).rsplit(".", 1)
    values[f"{node}.{name}"][0, 0] = 0.005
    run.trainer.set_parameters(values)
    run.edit_parameter("output", "bias", (0,), 0.0)
    weights = sum(array.size for array in values.values() if array.ndim == 2)
    assert run.metrics()["sparsity"] == 1 / weights
