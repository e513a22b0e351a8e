"""Histograms count what there is, now and at kept moments, in ranges that stay where they are."""

from typing import Any

import numpy as np
import pytest

from engine.probes.bins import counts, round_number, settled
from engine.run import Run
from engine.spec import read_spec
from tests.engine.networks_of_all_kinds import dense, every_network, experiment
from tests.engine.test_observation import started


def histograms(run: Run, **options: Any) -> dict[str, Any]:
    found = run.measure({"histograms": options})["probes"]["histograms"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("document", every_network())
def test_every_number_is_counted_where_it_lies(document: dict[str, Any]) -> None:
    run = started(document)
    found, seen = histograms(run, bins=20), run.observation
    assert found["nodes"] == [node.id for node in run.network.nodes]
    quantities = found["quantities"]
    expected = {
        "weights": {
            name.rpartition(".")[0]: v for name, v in seen.parameters.items() if name.endswith(".weight")
        },
        "biases": {
            name.rpartition(".")[0]: v for name, v in seen.parameters.items() if name.endswith(".bias")
        },
        "weight_gradients": {
            name.rpartition(".")[0]: v for name, v in seen.gradients.items() if name.endswith(".weight")
        },
        "preactivations": seen.preactivations,
        "outputs": seen.outputs,
    }
    for quantity, nodes in expected.items():
        assert nodes.keys() <= quantities[quantity].keys()
        for node, values in nodes.items():
            own = quantities[quantity][node]
            assert own["counts"].sum() == values.size
            edges = np.linspace(own["low"], own["high"], 21)
            width = edges[1] - edges[0]
            expected_counts, _ = np.histogram(values, edges)
            at_edges = (np.abs(values.reshape(-1, 1) - edges) < 1e-3 * width).sum()
            assert np.abs(own["counts"].astype(int) - expected_counts).sum() <= 2 * at_edges


def test_a_kept_moment_is_seen_as_it_was() -> None:
    document = experiment(dense(4), {"kind": "batch_norm"}, dense(3, "relu"))
    run, alone = Run(read_spec(document)), Run(read_spec(document))
    then = [histograms(alone)["quantities"]]
    for _ in range(5):
        alone.advance_epochs(1)
        then.append(histograms(alone)["quantities"])
    run.advance_epochs(5)
    for epoch in (0, 3, 5, 3):
        found = histograms(run, epoch=epoch)
        assert found["epoch"] == epoch
        assert found["moments"] == [0, 1, 2, 3, 4, 5]
        for quantity, nodes in found["quantities"].items():
            for node, own in nodes.items():
                assert own["counts"].sum() == then[epoch][quantity][node]["counts"].sum()
    values = run.history.moments[3]["layers.0.weight"]
    own = histograms(run, epoch=3)["quantities"]["weights"]["layers.0"]
    np.testing.assert_array_equal(own["counts"], counts(values, own["low"], own["high"], 40))
    assert histograms(run)["epoch"] == 5


def test_between_two_moments_the_one_before_is_shown() -> None:
    run = started(experiment(dense(2)), epochs=100)
    kept = sorted(run.history.moments)
    missing = next(epoch for epoch in range(100) if epoch not in kept)
    assert histograms(run, epoch=missing)["epoch"] == max(epoch for epoch in kept if epoch < missing)


def test_looking_back_after_a_live_change_uses_what_the_network_is_now() -> None:
    document = experiment(dense(3), loss="binary_cross_entropy")
    run = started(document)
    before = histograms(run, epoch=1)["quantities"]["weight_gradients"]["output"]
    run.reconfigure(read_spec({**document, "loss": "mean_squared_error"}))
    after = histograms(run, epoch=1)["quantities"]["weight_gradients"]["output"]
    assert (before["low"], before["high"], *before["counts"]) != (
        after["low"],
        after["high"],
        *after["counts"],
    )


@pytest.mark.parametrize("engine", ["compiled", "torch"])
def test_looking_changes_nothing(engine: str) -> None:
    document = {**experiment(dense(4), {"kind": "batch_norm"}, {"kind": "dropout"}), "engine": engine}
    watched, alone = (Run(read_spec(document)) for _ in range(2))
    for epoch in (None, 0, 1, 2):
        watched.measure({"histograms": {"epoch": epoch}, "hidden": {}, "gradients": {"values": True}})
        watched.advance(7)
    alone.advance(28)
    for name, value in alone.trainer.state().items():
        np.testing.assert_array_equal(watched.trainer.state()[name], value)
    np.testing.assert_array_equal(watched.history.rows, alone.history.rows)


def numbers(low: float, high: float) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.linspace(low, high, 50, dtype=np.float32)


def test_ends_stay_until_they_no_longer_serve() -> None:
    ends = settled(numbers(-0.9, 0.8), None)
    assert ends == (-1.0, 1.0)
    assert settled(numbers(-0.99, 0.7), ends) == ends
    assert settled(numbers(-0.3, 0.4), ends) == ends
    assert settled(numbers(-0.9, 1.1), ends)[1] > 1.1
    low, high = settled(numbers(0.1, 0.2), ends)
    assert low == pytest.approx(0.1, abs=0.06)
    assert high == pytest.approx(0.2, abs=0.06)
    assert settled(np.zeros(5, np.float32), ends) == ends


def test_ends_change_seldom_while_values_grow() -> None:
    ends, changes = None, 0
    for factor in np.linspace(1, 10, 500):
        now = settled(numbers(-0.37 * factor, 0.41 * factor), ends)
        changes += now != ends
        ends = now
    assert changes < 20


def test_numbers_that_are_none_are_not_counted() -> None:
    values = np.array([np.nan, np.inf, 0.5, -0.25], np.float32)
    low, high = settled(values, None)
    assert -1 <= low <= -0.25
    assert 0.5 <= high <= 1
    assert counts(values, low, high, 8).sum() == 2
    assert settled(values[:2], None) == (-1, 1)


@pytest.mark.parametrize(("least", "expected"), [(0.3, 0.5), (1, 1), (1.01, 2), (7e-9, 1e-8), (600, 1000)])
def test_round_numbers(least: float, expected: float) -> None:
    assert round_number(least) == pytest.approx(expected)


def test_without_samples_the_parameters_remain() -> None:
    document = {"data": {"kind": "points", "points": []}, "network": {"layers": [dense(3)]}}
    run = Run(read_spec(document))
    found = histograms(run)["quantities"]
    assert found["weights"]["layers.0"]["counts"].sum() == 6
    assert found["outputs"]["layers.0"]["counts"].sum() == 0
    hidden = run.measure({"hidden": {}})["probes"]["hidden"]
    assert all(node["x"].shape == (0,) for node in hidden["nodes"])
