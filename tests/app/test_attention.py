"""How often probes that take long are measured while their run trains: never more than a tenth of its time."""

import pytest

from app.backends.attention import LONGEST_PAUSE, Attention
from engine.errors import SpecError
from engine.probes import read_probe

PAUSE = read_probe("gradients", {}).pause


def watching(*names: str) -> Attention:
    attention = Attention()
    attention.turn_to({name: {} for name in names}, 1.0)
    return attention


def measure(attention: Attention, name: str, begun: float, seconds: float, given: float) -> None:
    attention.pausing[name].measured(begun, begun + seconds, given)


def looks(attention: Attention, seconds: float, given_each_second: float, until: float = 30.0) -> int:
    """How often gradients that take so long are measured within half a minute, with ten frames a second."""
    count = 0
    for frame in range(int(10 * until)):
        now = frame / 10
        if "gradients" in attention.due(now, now * given_each_second):
            measure(attention, "gradients", now, seconds, now * given_each_second)
            count += 1
    return count


def test_what_asks_for_no_pause_is_measured_at_once() -> None:
    attention = watching("surface", "weights", "gradients", "coach")
    assert list(attention.at_once) == ["surface", "weights"]
    assert list(attention.pausing) == ["gradients", "coach"]


def test_a_first_look_is_due_and_the_next_after_its_pause() -> None:
    attention = watching("gradients")
    assert attention.due(0.0, 0.0) == ["gradients"]
    measure(attention, "gradients", 0.0, 0.0, 0.0)
    assert attention.due(0.9 * PAUSE, 9.0) == []
    assert attention.due(1.1 * PAUSE, 9.0) == ["gradients"]


@pytest.mark.parametrize(("seconds", "given"), [(0.001, 0.02), (0.001, 0.005), (0.01, 0.3), (0.01, 1.0)])
def test_it_takes_a_tenth_of_the_time_that_the_run_is_given(seconds: float, given: float) -> None:
    count = looks(watching("gradients"), seconds, given)
    assert count * seconds <= 0.1 * given * 30 + seconds
    assert count * seconds >= 0.1 * given * 30 / 1.6


def test_a_run_with_all_the_time_is_seen_with_every_frame() -> None:
    assert looks(watching("gradients"), 0.001, 1.0) == 300


def test_it_is_never_later_than_a_few_seconds() -> None:
    assert looks(watching("gradients"), 5.0, 0.001) >= 30 / (LONGEST_PAUSE + 0.1 + 5) - 1
    assert looks(watching("gradients"), 0.5, 0.0) >= 8


def test_all_such_probes_together_take_a_quarter() -> None:
    attention = watching("gradients", "coach", "histograms", "hidden", "gradient_check")
    spent = 0.0
    for frame in range(300):
        for name in attention.due(frame / 10, given=frame / 100):
            measure(attention, name, frame / 10, 0.01, given=frame / 100)
            spent += 0.01
    assert 0.15 * 3 <= spent <= 0.25 * 3 + 5 * 0.01


def test_other_options_and_a_new_start_are_seen_at_once() -> None:
    attention = watching("gradients")
    measure(attention, "gradients", 0.0, 1.0, 0.0)
    attention.turn_to({"gradients": {}, "weights": {}}, 0.5)
    assert attention.due(0.01, 0.0) == []
    attention.turn_to({"gradients": {"values": True}}, 0.5)
    assert attention.due(0.01, 0.0) == ["gradients"]
    measure(attention, "gradients", 0.0, 1.0, 0.0)
    attention.forget()
    assert attention.due(0.01, 0.0) == ["gradients"]


def test_options_that_cannot_be_are_refused_every_time() -> None:
    attention = watching("weights")
    for _ in range(2):
        with pytest.raises(SpecError, match="colour"):
            attention.turn_to({"surface": {"colour": 1}}, 1.0)
    assert list(attention.at_once) == ["weights"]
