"""Edits of a run that trains: what stays, and that it does not matter how it was kept."""

from __future__ import annotations

import numpy as np
import pytest

from engine.run import Run
from engine.spec import patch_spec, read_spec
from tests.engine.test_run import ENGINES, digest, make


@pytest.mark.parametrize("engine", ENGINES)
def test_a_live_change_keeps_the_weights_and_another_starts_again(engine: str) -> None:
    run = make(engine=engine)
    run.advance(60)
    before = digest(run)
    for path, value in [
        ("optimizer.learning_rate", 0.1),
        ("optimizer", "rmsprop"),
        ("network.layers.0.regularizer", {"kind": "l2", "rate": 0.01}),
        ("training.batch_size", 20),
    ]:
        change = run.reconfigure(patch_spec(run.spec, path, value))
        assert not change.restarted
        assert digest(run) == before
    weights, loss = run.trainer.parameters(), run.metrics()["train_loss"]
    assert not run.reconfigure(patch_spec(run.spec, "data.noise", 0.3)).restarted
    for name, values in run.trainer.parameters().items():
        np.testing.assert_array_equal(values, weights[name])
    assert run.metrics()["train_loss"] != loss, "the figures are of the new samples"
    run.advance(100)
    assert digest(run) != before
    change = run.reconfigure(patch_spec(run.spec, "network.layers.0.units", 5))
    assert change.restarted
    assert change.message
    assert (run.step, run.epoch) == (0, 0)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("optimizer.learning_rate", 0.1),
        ("optimizer.schedule", {"kind": "step", "every": 2}),
        ("optimizer", "rmsprop"),
        ("training.gradient_clipping", {"kind": "norm", "limit": 0.01}),
        ("training.batch_size", 7),
        ("network.layers.0.regularizer", {"kind": "l2", "rate": 0.5}),
    ],
)
def test_an_edit_is_the_same_whether_what_stays_is_kept_or_laid_out_anew(path: str, value: object) -> None:
    kept, anew, without = make(), make(), make()
    for run in (kept, anew, without):
        run.advance(60)
    edited = patch_spec(kept.spec, path, value)
    kept.reconfigure(edited)
    anew.reconfigure(read_spec(edited.document()))
    assert kept.snapshot() == anew.snapshot()
    assert Run.restore(kept.snapshot()).spec == edited
    for run in (kept, anew, without):
        run.advance(60)
    assert digest(kept) == digest(anew) != digest(without)
