"""The samples as each layer sees them: two units as they are, more as their main plane, which turns slowly."""

from typing import Any

import numpy as np
import pytest

from engine.probes.hidden import centered, plane
from engine.run import Run
from tests.engine.networks_of_all_kinds import dense, every_network, experiment
from tests.engine.test_observation import started

Places = dict[str, tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], float]]


def hidden(run: Run, **options: Any) -> Places:
    found = run.measure({"hidden": options})["probes"]["hidden"]
    assert found["targets"].shape == (run.observation.samples, 1)
    return {node["id"]: (node["x"], node["y"], node["explained"]) for node in found["nodes"]}


@pytest.mark.parametrize("document", every_network())
def test_every_node_keeps_as_much_of_the_distances_as_a_plane_can(document: dict[str, Any]) -> None:
    run = started(document)
    found = hidden(run)
    assert list(found) == ["input", *(node.id for node in run.network.nodes)]
    for name, values in {"input": run.observation.features, **run.observation.outputs}.items():
        x, y, explained = found[name]
        assert x.dtype == y.dtype == np.float32
        if len(values) == 1:
            np.testing.assert_array_equal(x, values[0])
            assert not y.any()
        elif len(values) == 2:
            np.testing.assert_array_equal([x, y], values)
        else:
            sizes = np.linalg.svd(centered(values), compute_uv=False) ** 2
            share = sizes[:2].sum() / sizes.sum() if sizes.sum() > 0 else 1
            assert explained == pytest.approx(share, abs=1e-6)
            assert (x**2).sum() + (y**2).sum() == pytest.approx(sizes[:2].sum(), rel=1e-3, abs=1e-6)


def test_targets_are_those_of_the_samples() -> None:
    run = started(experiment(dense(3)))
    found = run.measure({"hidden": {}, "data": {}})["probes"]
    count = run.observation.samples
    np.testing.assert_array_equal(found["hidden"]["targets"], found["data"]["train_targets"][:count])


def test_one_node_alone() -> None:
    run = started(experiment(dense(5), dense(4)))
    assert list(hidden(run, node="layers.1")) == ["layers.1"]
    assert hidden(run, node="nowhere") == {}


def test_a_small_step_moves_the_points_a_little() -> None:
    run = started(experiment(dense(8), dense(8, "relu"), optimizer={"kind": "sgd", "learning_rate": 0.01}), 0)
    before = hidden(run)
    for _ in range(60):
        run.advance(1)
        now = hidden(run)
        for name, (x, y, _) in now.items():
            moved = np.hypot(x - before[name][0], y - before[name][1]).max()
            assert moved < 0.15 * np.hypot(x, y).max(), name
        before = now


def test_axes_follow_where_two_directions_change_places() -> None:
    """The principal axes themselves would jump by a quarter turn, and by half a turn whenever their sign flips."""
    draw = np.random.default_rng(0).normal(size=(3, 400))
    draw[2] *= 0.1
    axes = None
    for share in np.linspace(0.8, 1.25, 30):
        values = (draw * np.array([[1], [share], [1]])).astype(np.float32)
        now, _ = plane(values, axes)
        np.testing.assert_allclose(now.T @ now, np.eye(2), atol=1e-9)
        if axes is not None:
            assert np.abs(now - axes).max() < 0.05
        axes = now


def test_the_first_axes_do_not_depend_on_chance() -> None:
    values = np.random.default_rng(1).normal(size=(4, 100)).astype(np.float32)
    axes, _ = plane(values, None)
    assert (axes[np.abs(axes).argmax(axis=0), [0, 1]] > 0).all()
    again, _ = plane(values[:, ::-1], None)
    np.testing.assert_allclose(axes, again, atol=1e-9)
