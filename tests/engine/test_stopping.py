"""Rules for stopping: they stop at the very epoch, say why, and let training go on."""

from typing import Any

import numpy as np
import pytest

from engine.run import Run
from engine.spec import patch_spec, read_spec

ENGINES = ("compiled", "torch")
STOP = {"metric": "test_loss", "patience": 4, "restore_best": True}


def make(engine: str = "compiled", **training: Any) -> Run:
    return Run(
        read_spec(
            {
                "seed": 3,
                "data": {"kind": "moons", "samples": 80, "noise": 0.3},
                "network": {"layers": [{"kind": "dense", "units": 6}]},
                "optimizer": {"kind": "adam", "learning_rate": 0.1},
                "training": {"batch_size": 10, "epochs": 400, **training},
                "engine": engine,
            }
        )
    )


def same(run: Run, values: dict[str, Any]) -> bool:
    return all(np.array_equal(value, values[name]) for name, value in run.trainer.parameters().items())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("slice_length", [3, 100_000])
@pytest.mark.parametrize(
    ("metric", "value", "reason"),
    [
        ("train_loss", 0.3, "at most 0.3 as asked."),
        ("test_accuracy", 0.85, "at least 85 % as asked."),
    ],
)
def test_a_target_stops_at_the_first_epoch_that_reaches_it(
    engine: str, slice_length: int, metric: str, value: float, reason: str
) -> None:
    run = make(engine, target={"metric": metric, "value": value})
    while run.finished is None:
        run.advance(slice_length)
    assert run.finished.cause == "target"
    assert reason in run.finished.reason
    column = run.history.rows[1:, {"train_loss": 0, "test_accuracy": 3}[metric]]
    reached = column <= value if metric == "train_loss" else column >= value
    assert reached.tolist() == [False] * (run.epoch - 1) + [True]
    run.go_on()
    run.advance(80)
    assert run.finished is None, "whoever goes on behind a target is not stopped by it again"
    run.reconfigure(patch_spec(run.spec, "training.target.value", 10.0 if metric == "train_loss" else 0.1))
    run.advance(80)
    assert run.finished is not None


@pytest.mark.parametrize("slice_length", [3, 100_000])
def test_a_plateau_stops_where_the_loss_was_flat_for_long_enough(slice_length: int) -> None:
    run = make(plateau={"metric": "train_loss", "change": 0.02, "epochs": 12})
    while run.finished is None:
        run.advance(slice_length)
    assert run.finished.cause == "plateau"
    assert "has changed by less than 0.02 within the last 12 epochs" in run.finished.reason
    losses = run.history.rows[:, 0]
    spans = [np.ptp(losses[end - 12 : end + 1]) for end in range(12, run.epoch + 1)]
    assert [bool(span < 0.02) for span in spans] == [False] * (len(spans) - 1) + [True]
    stopped_at = run.epoch
    run.go_on()
    run.advance(100_000)
    assert run.epoch >= stopped_at + 12


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("slice_length", [3, 100_000])
def test_the_best_weights_are_restored(engine: str, slice_length: int) -> None:
    run = make(engine, early_stopping=STOP)
    plain = make(engine, early_stopping=STOP | {"restore_best": False})
    while run.finished is None:
        run.advance(slice_length)
    assert run.finished.cause == "early_stopping"
    best = int(run.history.rows[:, 1].argmin())
    assert best == run.epoch - 4
    assert run.finished.reason.endswith(f"for 4 epochs; the weights of epoch {best} are restored.")
    plain.advance_epochs(best)
    assert same(run, plain.trainer.parameters())
    assert run.metrics()["test_loss"] == pytest.approx(run.history.rows[best, 1])
    np.testing.assert_allclose(run.trainer.evaluate(), run.history.rows[best], rtol=1e-6)
    plain.advance(100_000)
    assert plain.epoch == run.epoch
    assert not same(run, plain.trainer.parameters())
    assert "restored" not in plain.finished.reason  # type: ignore[union-attr]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_restored_run_still_knows_its_best_weights(engine: str) -> None:
    run = make(engine, early_stopping=STOP)
    run.advance_epochs(3)
    restored = Run.restore(run.snapshot())
    for each in (run, restored):
        each.advance(100_000)
    assert run.finished == restored.finished
    assert same(run, restored.trainer.parameters())
    over = Run.restore(run.snapshot())
    assert over.metrics() == run.metrics()
    for each in (run, over):
        each.go_on()
        assert each.metrics()["test_loss"] == pytest.approx(each.history.rows[-1, 1])
        each.advance(33)
    assert same(run, over.trainer.parameters())
    run.reset()
    assert run.finished is None
    assert run.metrics()["test_loss"] == pytest.approx(run.history.rows[0, 1])


def test_restoring_can_be_switched_on_while_training_and_patience_then_begins_anew() -> None:
    run = make(early_stopping=STOP | {"restore_best": False, "patience": 100})
    run.advance_epochs(30)
    assert not run.reconfigure(patch_spec(run.spec, "training.early_stopping", STOP)).restarted
    run.advance(100_000)
    assert run.finished is not None
    assert run.ending.restored is not None
    assert run.ending.restored >= 30


def test_restoring_can_be_switched_off_while_training() -> None:
    run = make(early_stopping=STOP)
    run.advance_epochs(2)
    run.reconfigure(patch_spec(run.spec, "training.early_stopping.restore_best", False))
    run.advance(100_000)
    assert run.finished is not None
    assert run.finished.cause == "early_stopping"
    assert run.ending.restored is None


def test_of_several_rules_the_first_to_hold_stops() -> None:
    run = make(early_stopping=STOP, plateau={"epochs": 300}, target={"metric": "test_accuracy", "value": 1.0})
    run.advance(100_000)
    assert run.finished is not None
    assert run.finished.cause == "early_stopping"


def test_a_metric_that_does_not_exist_never_stops() -> None:
    stop = {"early_stopping": STOP, "target": {"metric": "test_accuracy", "value": 0.0}}
    run = make(epochs=9, plateau={"metric": "test_loss", "epochs": 2}, **stop)
    run = Run(patch_spec(run.spec, "data.test_fraction", 0.0))
    run.advance(100_000)
    assert run.epoch == 9
    assert run.finished is not None
    assert run.finished.cause == "epochs"
