"""A run's checkpoints are joined in their order, whatever happens to one of them on the way."""

from __future__ import annotations

from app.backends.protocol import AS_OPENED, Checkpoint
from app.saving import Saving
from engine.snapshot import Snapshot


def checkpoint(number: int, after: int | None) -> Checkpoint:
    return Checkpoint(number, after, Snapshot(b"state %d" % number, (b"%d" % number,)))


def given(saving: Saving) -> tuple[bytes, tuple[bytes, ...], bool] | None:
    found = saving.give()
    return (found[0].state, found[0].history, found[1]) if found is not None else None


def test_checkpoints_are_given_once_and_together() -> None:
    saving = Saving()
    assert saving.give() is None
    saving.take(checkpoint(1, None))
    saving.take(None)
    saving.take(checkpoint(4, 1))
    assert given(saving) == (b"state 4", (b"1", b"4"), True)
    assert saving.give() is None
    saving.take(checkpoint(5, 4))
    assert given(saving) == (b"state 5", (b"5",), False)


def test_a_restored_run_goes_on_from_what_was_restored() -> None:
    saving = Saving()
    saving.take(checkpoint(7, None))
    saving.begin()
    saving.take(checkpoint(2, AS_OPENED))
    assert given(saving) == (b"state 2", (b"2",), False)


def test_a_missing_checkpoint_makes_the_next_one_whole() -> None:
    saving = Saving()
    saving.take(checkpoint(1, None))
    saving.take(checkpoint(3, 2))
    assert saving.incomplete
    assert given(saving) == (b"state 1", (b"1",), True)
    saving.take(checkpoint(2, 1))
    assert not saving.incomplete
    saving.take(checkpoint(4, None))
    assert given(saving) == (b"state 4", (b"4",), True)


def test_what_comes_late_from_before_a_new_start_counts_no_more() -> None:
    saving = Saving()
    saving.take(checkpoint(1, None))
    saving.take(checkpoint(5, None))
    saving.take(checkpoint(4, 3))
    assert not saving.incomplete
    assert given(saving) == (b"state 5", (b"5",), True)
