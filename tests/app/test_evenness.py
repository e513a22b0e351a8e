"""Pictures come evenly, however many train: a desk's rounds on a clock of the test's own."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import pytest

from app.backends import InlineShard
from app.backends.protocol import Frame
from app.fair_share import ROUND_SECONDS, FairShare
from app.live_run import LiveRun, Rhythm
from app.load import SLOWEST, Load
from bench.figures import jain, quantile

STEP = 0.00001
FRAME = 0.0001
BETWEEN_TICKS = 0.001
SECONDS = 6.0
MEASURED_FROM = 3.0


def playing(users: int) -> list[LiveRun]:
    """Runs that play at full speed, each of another user, with pages that acknowledge at once."""
    runs = [LiveRun(str(number), "", str(number), Rhythm()) for number in range(users)]
    for run in runs:
        run.desk = SimpleNamespace(shard=InlineShard())  # type: ignore[assignment]
        run.outbox.connect(None)
        run.play(None, 0.0)
    return runs


def rounds(users: int, share_of_core: float, order: float = 0.0) -> tuple[list[float], list[float], Load]:
    """Seconds between pictures, seconds of training for each run, and the load as it was judged.

    With ``order`` one user after another has something done that takes so many seconds, twenty a second in all.
    """
    runs, fair, load = playing(users), FairShare[LiveRun](), Load()
    ready = {run.user: [run] for run in runs}
    shown: dict[str, list[float]] = {run.id: [] for run in runs}
    trained = dict.fromkeys(shown, 0.0)
    now, ordered = 0.0, 0
    while now < SECONDS:
        if order and now * 20 > ordered:
            fair.charge(runs[ordered % users].user, order)
            now += order / share_of_core
            ordered += 1
        pictures = load.decide(users, users)
        load.review(now)
        begun = now
        made = []
        for turn in fair.plan(ready, max(ROUND_SECONDS, pictures.interval) * load.efficiency):
            part, ticket = turn.run.slice(turn.seconds, begun, pictures)
            training = max(STEP, part.seconds)
            frame = FRAME if part.frame is not None else 0.0
            now += (training + frame) / share_of_core
            fair.charge(turn.user, training + frame)
            load.worked(training + frame, frame)
            if begun > MEASURED_FROM:
                trained[turn.run.id] += training
            made.append((turn.run, ticket))
        now += BETWEEN_TICKS
        for run, ticket in made:
            if ticket is not None:
                run.outbox.fulfil(ticket, Frame(b""))
                run.outbox._frame = None  # it is sent and painted at once
                if now > MEASURED_FROM:
                    shown[run.id].append(now)
    gaps = [later - earlier for times in shown.values() for earlier, later in pairwise(times)]
    return gaps, list(trained.values()), load


@pytest.mark.parametrize("users", [3, 20, 75, 150])
@pytest.mark.parametrize("share_of_core", [1.0, 0.6])
def test_pictures_come_evenly_and_training_is_shared(users: int, share_of_core: float) -> None:
    gaps, trained, load = rounds(users, share_of_core)
    wanted = max(1 / 60, load.pictures.interval)
    assert quantile(gaps, 0.5) == pytest.approx(wanted, rel=0.35)
    assert quantile(gaps, 0.99) < max(2.2 * wanted, 0.04)
    assert sum(gaps) / len(gaps) < 1.2 * wanted
    assert wanted <= SLOWEST
    assert jain(trained) > 0.98
    assert sum(trained) > 0.25 * share_of_core * (SECONDS - MEASURED_FROM)


@pytest.mark.parametrize("users", [20, 150])
def test_pictures_go_on_while_an_order_is_paid_back(users: int) -> None:
    gaps, trained, load = rounds(users, 1.0, order=0.002)
    assert max(gaps) < 2.5 * max(1 / 60, load.pictures.interval)
    assert jain(trained) > 0.98
