"""At a speed, steps come evenly and in the right number; as fast as it goes there is no limit."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pace import NO_LIMIT, Pace
from app.rates import TokenBucket

INTERVAL = 1 / 60


def play(rate: float, seconds: float, look_every: float) -> list[tuple[float, int]]:
    """When how many steps were done."""
    pace = Pace(rate, 0.0, INTERVAL)
    done = []
    for tick in range(int(seconds / look_every) + 1):
        now = tick * look_every
        steps = pace.due(now)
        if steps:
            pace.did(steps, now)
            done.append((now, steps))
    return done


@given(st.floats(0.5, 5000), st.sampled_from([0.001, 0.004, 0.01]))
def test_the_number_of_steps_is_right(rate: float, look_every: float) -> None:
    total = sum(steps for _, steps in play(rate, 4.0, look_every))
    assert total == pytest.approx(4.0 * rate, abs=2 + rate * (INTERVAL + 2 * look_every))


def test_slow_steps_are_spread_evenly() -> None:
    moments = [now for now, steps in play(25, 2.0, 0.001) for _ in range(steps)]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert max(gaps) <= 0.042
    assert min(gaps) >= 0.038


def test_turns_come_no_more_often_than_can_be_shown() -> None:
    moments = [now for now, _ in play(5000, 1.0, 0.001)]
    assert 55 <= len(moments) <= 61


def test_what_there_was_no_time_for_is_not_all_caught_up() -> None:
    pace = Pace(100, 0.0, INTERVAL)
    assert pace.due(10.0) == 1000
    pace.did(10, 10.0)
    assert pace.due(10.0 + INTERVAL) <= 30


def test_as_fast_as_it_goes() -> None:
    pace = Pace(None, 0.0, INTERVAL)
    assert pace.due(0.0) == NO_LIMIT
    pace.did(10**9, 1.0)
    assert pace.due(1.0) == NO_LIMIT
    assert pace.next_turn() == -math.inf


def test_a_bucket_lets_a_burst_through_and_then_its_rate() -> None:
    bucket = TokenBucket(20, 60)
    assert sum(bucket.take(0.0) for _ in range(100)) == 60
    assert sum(bucket.take(0.001 * moment) for moment in range(1, 2001)) in {39, 40}
    assert 0 <= bucket.wait(2.0) <= 0.05
    assert TokenBucket(20, 60).wait(5.0) == 0
