"""When there is more wish than machine: first pictures come less often, then coarser; never by one user alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.load import DETAILS, FULL, REVIEW_SECONDS, SHARE, SLOWEST, Load, Pictures
from app.sharing import TOLD_EVERY, Notice, Together
from app.wire.events import Sharing

PICTURE = 0.0002
IN_SERVER = 0.0001
FASTEST = 1 / 60


def settled(users: int, *, cost: float = PICTURE, idle: float = 0.0, seconds: float = 20.0) -> Load:
    """A load to which so many users have long been training, each with their due pictures."""
    load = Load()
    now = 0.0
    while now < seconds:
        pictures = load.decide(users, users, IN_SERVER)
        count = round(users * REVIEW_SECONDS / max(FASTEST, pictures.interval))
        one = cost * DETAILS[pictures.detail]
        training = REVIEW_SECONDS * (1 - idle) - count * one
        for _ in range(count):
            load.worked(one + training / count, one)
        load.rested(REVIEW_SECONDS * idle)
        now += REVIEW_SECONDS
        load.review(now)
    return load


@pytest.mark.parametrize("users", [1, 5, 10])
def test_a_few_notice_nothing(users: int) -> None:
    pictures = settled(users).pictures
    assert pictures.interval <= FASTEST
    assert pictures.detail == FULL


def test_first_pictures_come_less_often_and_only_then_coarser() -> None:
    given = [settled(users).pictures for users in range(1, 400, 3)]
    assert all(later.interval > 0.95 * earlier.interval for earlier, later in pairwise(given))
    assert [each.detail for each in given] == sorted((each.detail for each in given), reverse=True)
    assert any(each.interval > FASTEST and each.detail == FULL for each in given)
    assert all(each.interval >= SLOWEST for each in given if each.detail < FULL)
    assert given[-1].detail == min(DETAILS)


def test_far_beyond_what_it_can_there_is_still_time_to_train() -> None:
    pictures = settled(2000).pictures
    assert pictures.detail == min(DETAILS)
    assert 2000 * PICTURE * DETAILS[pictures.detail] / pictures.interval < 0.65


def test_detail_does_not_flicker_at_its_border() -> None:
    border = next(users for users in range(1, 400) if settled(users).pictures.detail < FULL)
    load = settled(border + 1)
    assert {load.decide(users, users, IN_SERVER).detail for users in (border, border - 1) * 20} == {
        load.pictures.detail
    }


def test_pictures_may_have_what_slow_runs_leave() -> None:
    full_speed, slow = settled(60).pictures, settled(60, idle=0.6).pictures
    assert slow.interval < 0.6 * full_speed.interval


def test_one_huge_network_does_not_make_the_pictures_of_others_rare() -> None:
    load = settled(40)
    before = load.decide(40, 40, IN_SERVER)
    for _ in range(100):
        for user in range(40):
            load.worked(1.0, 0.05 if user == 0 else PICTURE)
    assert load.decide(40, 40, IN_SERVER).interval == pytest.approx(before.interval, rel=0.2)


def test_the_server_itself_is_a_bound() -> None:
    load = settled(2)
    assert load.decide(2, 2, IN_SERVER).interval <= FASTEST
    assert load.decide(2, 600, IN_SERVER).interval > SLOWEST


def test_a_shard_that_gets_half_a_core_knows_it() -> None:
    load = Load()
    for step in range(100):
        load.worked(REVIEW_SECONDS / 2, 0.0)
        load.review(step * REVIEW_SECONDS)
    assert load.efficiency == pytest.approx(0.5, rel=0.05)


def test_what_is_noted_between_two_reviews_counts_once() -> None:
    load = Load()
    assert not load.review(0.0)
    load.rested(REVIEW_SECONDS)
    assert load.review(REVIEW_SECONDS)
    assert not load.review(1.5 * REVIEW_SECONDS)
    assert 0 < SHARE < 1


def test_a_page_is_told_when_the_machine_is_shared_and_when_it_is_over() -> None:
    notice, busy = Notice(), Pictures(1 / 20, FULL)
    assert notice.news(3, Pictures(), 60.0, 1.0 + TOLD_EVERY) is None
    told = notice.news(90, busy, 20.0, 10.0)
    assert told == Sharing(people=90, frames_per_second=20.0, detail=FULL, shared=True)
    assert notice.news(91, busy, 20.5, 20.0) is None
    assert notice.news(91, Pictures(1 / 20, 0.5), 20.5, 20.0 - TOLD_EVERY) is not None
    assert notice.news(91, Pictures(1 / 20, FULL), 20.5, 20.0 - TOLD_EVERY) is None
    over = notice.news(4, Pictures(), 60.0, 30.0)
    assert over is not None
    assert over.frames_per_second == 60.0
    assert notice.news(4, Pictures(), 60.0, 40.0) is None


def test_between_few_pictures_and_enough_nothing_comes_and_goes() -> None:
    notice, busy = Notice(), Pictures(1 / 20, FULL)
    assert notice.news(9, busy, 27.0, 10.0) is None
    assert notice.news(9, busy, 23.0, 20.0) is not None
    assert notice.news(9, busy, 27.0, 30.0) is None
    over = notice.news(9, busy, 31.0, 40.0)
    assert over is not None
    assert not over.shared
    assert notice.news(9, busy, 27.0, 50.0) is None


def test_a_page_that_connects_anew_is_told_again() -> None:
    notice = Notice()
    assert notice.news(90, Pictures(1 / 20), 20.0, 10.0) is not None
    notice.forget()
    assert notice.news(90, Pictures(1 / 20), 20.0, 11.0) is not None


def test_who_trains_at_two_desks_is_one_person() -> None:
    together = Together()
    together.train("one", {"a", "b"})
    together.train("two", {"b", "c"})
    assert together.people == 3
    together.train("two", set())
    assert together.people == 2
