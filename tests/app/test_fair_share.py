"""Every user has the same time, whoever has how many tabs or the largest network."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fair_share import LONGEST_TURN, SHORTEST_TICK, FairShare


def served(costs: dict[str, list[float]], ticks: int) -> Counter[str]:
    """Seconds that each user got, where a turn of a run costs at least so much."""
    fair: FairShare[tuple[str, float]] = FairShare()
    ready = {
        user: [(f"{user}{place}", cost) for place, cost in enumerate(own)] for user, own in costs.items()
    }
    used: Counter[str] = Counter()
    for _ in range(ticks):
        for turn in fair.plan(ready):
            seconds = max(turn.seconds, turn.run[1])
            fair.charge_turn(turn.user, seconds)
            used[turn.user] += seconds  # type: ignore[assignment]
    return used


def jain(values: list[float]) -> float:
    return sum(values) ** 2 / (len(values) * sum(value**2 for value in values))


@pytest.mark.parametrize(
    "costs",
    [
        pytest.param({str(user): [0.0] for user in range(60)}, id="all alike"),
        pytest.param({"greedy": [0.0] * 10, **{str(user): [0.0] for user in range(20)}}, id="ten tabs"),
        pytest.param({"heavy": [0.05], **{str(user): [0.0] for user in range(20)}}, id="a slow network"),
        pytest.param(
            {"both": [0.05] * 10, **{str(user): [0.0] for user in range(5)}}, id="ten slow networks"
        ),
        pytest.param(
            {"mixed": [0.05] + [0.0] * 9, **{str(user): [0.0] for user in range(20)}},
            id="a slow network and nine others",
        ),
    ],
)
def test_shares_are_equal(costs: dict[str, list[float]]) -> None:
    used = served(costs, 4000)
    assert jain([used[user] for user in costs]) > 0.99


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"), st.lists(st.floats(0, 0.02), min_size=1, max_size=5), min_size=1
    )
)
def test_there_is_always_work_and_never_much_more_than_a_tick(costs: dict[str, list[float]]) -> None:
    fair: FairShare[tuple[str, float]] = FairShare()
    ready = {
        user: [(user + str(place), cost) for place, cost in enumerate(own)] for user, own in costs.items()
    }
    for _ in range(20):
        turns = fair.plan(ready)
        assert turns
        assert len({turn.run[0] for turn in turns}) == len(turns)
        assert sum(turn.seconds for turn in turns) <= SHORTEST_TICK + LONGEST_TURN
        for turn in turns:
            assert turn.seconds > 0
            fair.charge(turn.user, max(turn.seconds, turn.run[1]))


def test_every_tab_gets_its_turn() -> None:
    fair: FairShare[int] = FairShare()
    seen: Counter[int] = Counter()
    for _ in range(100):
        for turn in fair.plan({"one": list(range(7))}):
            seen[turn.run] += 1
            fair.charge(turn.user, turn.seconds)
    assert max(seen.values()) - min(seen[run] for run in range(7)) <= 1


def test_who_was_away_has_saved_nothing_up() -> None:
    fair: FairShare[str] = FairShare()
    for _ in range(50):
        for turn in fair.plan({"here": ["run"]}):
            fair.charge(turn.user, turn.seconds)
    turns = {turn.user: turn.seconds for turn in fair.plan({"here": ["run"], "back": ["other"]})}
    assert turns.get("back", 0) <= LONGEST_TURN


def test_nobody_ready_means_nothing_to_do() -> None:
    fair: FairShare[str] = FairShare()
    assert fair.plan({}) == []
    fair.plan({"a": ["run"]})
    fair.keep_only({"b"})
    fair.charge("a", 1.0)
    assert fair.plan({}) == []
    assert [turn.user for turn in fair.plan({"a": ["run"]})] == ["a"]


@pytest.mark.parametrize("what", ["a turn that the machine made long", "an order"])
def test_what_happens_once_takes_nobody_out_of_the_turns(what: str) -> None:
    fair: FairShare[str] = FairShare()
    ready = {str(user): [str(user)] for user in range(150)}
    users = list(ready)
    for number in range(2000):
        turns = fair.plan(ready, 0.02)
        if number > 1000:
            users += [turn.user for turn in turns]
        for turn in turns:
            long = number == 1000 and turn == turns[0]
            if long:
                unlucky = turn.user
            fair.charge_turn(turn.user, 0.02 if long and what != "an order" else turn.seconds)
            if long and what == "an order":
                fair.charge(turn.user, 0.02)
    gaps = [place for place, user in enumerate(users) if user == unlucky]
    assert max(later - earlier for earlier, later in pairwise(gaps)) < 2 * len(ready)
