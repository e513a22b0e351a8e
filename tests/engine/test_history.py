"""What a run remembers of a long training: little, always the same, and all that anybody asks for."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.history import EACH, History
from engine.run import Run
from engine.snapshot import Snapshot
from engine.spec import patch_spec, read_spec

LAST = 21_500
ALL = np.random.default_rng(0).random((LAST + 1, 4)).astype(np.float32)
WEIGHTS = {"output.weight": np.zeros((1, 2), np.float32), "output.bias": np.zeros(1, np.float32)}


def grown(last: int, splits: list[int], keeps_all: bool = False) -> History:
    """A history up to an epoch, whose epochs end so many at a time."""
    history = History(ALL[0], 12, keeps_all)
    history.keep(0, WEIGHTS)
    turn = 0
    while history.epoch < last:
        before, distance = history.epoch, history.distance
        wanted = min(before + splits[turn % len(splits)], history.next_moment(before), last)
        ended = range(before + 1, wanted + 1)
        history.append(
            len(ended), ALL[[epoch for epoch in ended if epoch % distance == 0 or epoch == wanted]]
        )
        if history.next_moment(wanted - 1) == wanted:
            history.keep(wanted, {name: values + wanted for name, values in WEIGHTS.items()})
        turn += 1
    return history


@settings(max_examples=12, deadline=None)
@given(last=st.integers(0, LAST), splits=st.lists(st.sampled_from([1, 7, 300, 5000]), min_size=1, max_size=3))
def test_what_is_kept_depends_on_the_last_epoch_alone(last: int, splits: list[int]) -> None:
    one, other = grown(last, [max(splits), *splits]), grown(last, [LAST])
    np.testing.assert_array_equal(one.epochs, other.epochs)
    np.testing.assert_array_equal(one.rows, ALL[one.epochs])
    assert list(one.moments) == list(other.moments)
    assert one.epochs[0] == 0
    assert one.epochs[-1] == one.epoch == last


def test_of_the_first_epochs_each_is_kept_and_then_half_of_each_doubling() -> None:
    history = grown(LAST, [LAST])
    expected = [*range(EACH), *range(EACH, 2 * EACH, 2), *range(2 * EACH, 4 * EACH, 4)]
    np.testing.assert_array_equal(history.epochs[: len(expected)], expected)
    assert history.epochs[-2] == LAST - LAST % 128
    assert len(history.rows) < EACH + 7 * EACH // 2


def test_a_long_training_takes_little_room() -> None:
    history = History(ALL[0], 12)
    while history.epoch < 100_000:
        before, distance = history.epoch, history.distance
        ended = min(4096, history.next_moment(before) - before, 100_000 - before)
        last = before + ended
        measured = last // distance - before // distance + (last % distance > 0)
        history.append(ended, np.zeros((measured, 4), np.float32))
    assert history._rows.nbytes + history._epochs.nbytes < 110_000
    assert np.diff(history.epochs).max() == 512


@pytest.mark.parametrize("points", [16, 64, EACH])
@pytest.mark.parametrize("seen", [0, 1, 900, 5000, LAST - 1500, LAST - 3, LAST])
def test_a_curve_is_that_of_all_epochs(points: int, seen: int) -> None:
    history = grown(LAST, [999])
    stride = 1 << (LAST // points).bit_length()
    first = seen - seen % stride
    expected = np.unique([*range(first, LAST + 1, stride), LAST])
    epochs, columns = history.thinned(first, stride)
    np.testing.assert_array_equal(epochs, expected)
    np.testing.assert_array_equal(columns.T, ALL[expected])


@settings(max_examples=60, deadline=None)
@given(last=st.integers(0, LAST), seen=st.floats(0, 1), doublings=st.integers(0, 9), keeps_all=st.booleans())
def test_a_curve_has_what_is_kept_and_wanted(last: int, seen: float, doublings: int, keeps_all: bool) -> None:
    history = grown(last, [5000], keeps_all)
    for stride in (1 << doublings, 2 * history.distance):
        first = round(seen * last) // stride * stride
        wanted = [
            epoch for epoch in history.epochs if epoch >= first and (epoch % stride == 0 or epoch == last)
        ]
        epochs, columns = history.thinned(first, stride)
        np.testing.assert_array_equal(epochs, wanted)
        np.testing.assert_array_equal(columns.T, ALL[wanted])


def test_rows_of_moments_stay() -> None:
    history = grown(LAST, [LAST])
    np.testing.assert_array_equal(history.at(list(history.moments)), ALL[list(history.moments)])
    for epoch, weights in history.moments.items():
        np.testing.assert_array_equal(weights["output.weight"], WEIGHTS["output.weight"] + epoch)


def test_whoever_decides_about_training_has_every_row() -> None:
    history = grown(LAST, [1000], keeps_all=True)
    np.testing.assert_array_equal(history.rows, ALL)
    np.testing.assert_array_equal(history.since(5), ALL[5:])


@pytest.mark.parametrize("last", [0, 1, EACH, EACH + 1, EACH + 2, 5000, 5001])
def test_rows_without_a_gap_are_found_from_the_end(last: int) -> None:
    history = grown(last, [LAST])
    kept = set(history.epochs.tolist())
    whole_from = next(epoch for epoch in range(last, -1, -1) if epoch == 0 or epoch - 1 not in kept)
    for asked in (0, whole_from, last):
        np.testing.assert_array_equal(history.since(asked), ALL[max(asked, whole_from) : last + 1])


def run_of(epochs: int, **training: Any) -> Run:
    """A run of so many epochs of one step each."""
    spec = {
        "data": {"kind": "xor", "samples": 8},
        "network": {"layers": [{"kind": "dense", "units": 2}]},
        "training": {"batch_size": "full", "epochs": 100_000, **training},
    }
    run = Run(read_spec(spec))
    run.advance_epochs(epochs)
    return run


def saved_in_parts(run: Run, *epochs: int) -> Run:
    """The run restored from parts of its history, saved after so many more epochs each, and at last again."""
    parts: tuple[bytes, ...] = ()
    since = 0
    for more in (*epochs, 0):
        run.advance_epochs(more)
        saved = run.snapshot(since)
        parts, since = (*parts, *saved.history), run.epoch
    return Run.restore(Snapshot(saved.state, parts))


def assert_alike(one: Run, other: Run) -> None:
    for part in ("epochs", "rows"):
        np.testing.assert_array_equal(getattr(one.history, part), getattr(other.history, part))
    assert list(one.history.moments) == list(other.history.moments)
    probe = {"history": {"points": 64}}
    np.testing.assert_equal(one.measure(probe), other.measure(probe))


def test_a_long_run_that_is_restored_goes_on_with_the_same_history() -> None:
    run = run_of(100)
    again = saved_in_parts(run, 900, 2500, 1, 3499)
    assert run.epoch == 7000
    assert_alike(run, again)
    for each in (run, again):
        each.advance_epochs(5000)
    assert len(run.history.rows) < 3000
    assert_alike(run, again)


def test_patience_that_is_asked_for_late_counts_from_where_every_epoch_is_known() -> None:
    run = run_of(5000)
    again = saved_in_parts(run, 4000)
    stop = {"metric": "train_loss", "patience": 10_000}
    for each in (run, again):
        each.reconfigure(patch_spec(each.spec, "training.early_stopping", stop))
        each.advance_epochs(3000)
        assert (each.epoch, each.finished) == (12_000, None)
        assert len(each.history.since(0)) == 3000 + 1
    assert_alike(run, again)
    assert_alike(run, saved_in_parts(run, 20))
