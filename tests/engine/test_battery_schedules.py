"""Every schedule: bounds, and the same learning rates as PyTorch's where it has such a one."""

from itertools import pairwise
from typing import Any

import pytest
import torch
from torch.optim import lr_scheduler

from engine.concepts import kinds
from engine.schedules import FIRST_MEMORY, Schedule
from engine.schedules.cosine import Cosine
from engine.schedules.exponential import Exponential
from engine.schedules.one_cycle import OneCycle
from engine.schedules.reduce_on_plateau import ReduceOnPlateau
from engine.schedules.step import Step
from engine.schedules.warmup import Warmup
from tests.engine.variants import variants

EPOCHS = 40
SCHEDULES = variants(Schedule)


def rates_of(schedule: Schedule, losses: list[float] | None = None) -> list[float]:
    """The factor at the start of each epoch."""
    memory, found = FIRST_MEMORY, []
    for epoch in range(EPOCHS + 1):
        found.append(schedule.at(epoch, EPOCHS, memory))
        memory = schedule.after(memory, losses[epoch] if losses else 1.0)
    return found


def torch_rates(make: Any, losses: list[float] | None = None, rate: float = 1.0) -> list[float]:
    """The learning rate of an optimizer at the start of each epoch."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=rate)
    scheduler, found = make(optimizer), []
    for epoch in range(EPOCHS + 1):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if epoch < EPOCHS:
            scheduler.step(*([losses[epoch]] if losses else []))
    return found


@pytest.mark.parametrize(
    ("schedule", "theirs"),
    [
        (Step(every=7, factor=0.3), lambda o: lr_scheduler.StepLR(o, 7, 0.3)),
        (Exponential(decay=0.9), lambda o: lr_scheduler.ExponentialLR(o, 0.9)),
        (Cosine(floor=0.1), lambda o: lr_scheduler.CosineAnnealingLR(o, EPOCHS, 0.1)),
        (Warmup(epochs=12, start=0.2), lambda o: lr_scheduler.LinearLR(o, 0.2, 1.0, 12)),
        (
            OneCycle(peak_at=0.3, start=0.1, floor=0.02),
            lambda o: lr_scheduler.OneCycleLR(
                o,
                max_lr=1.0,
                total_steps=EPOCHS + 1,
                pct_start=(0.3 * EPOCHS + 1) / (EPOCHS + 1),
                div_factor=10,
                final_div_factor=5,
                cycle_momentum=False,
            ),
        ),
    ],
    ids=lambda value: value.kind_name() if isinstance(value, Schedule) else "",
)
def test_it_is_that_of_pytorch(schedule: Schedule, theirs: Any) -> None:
    assert rates_of(schedule) == pytest.approx(torch_rates(theirs), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("patience", [1, 2, 5])
def test_reducing_on_a_plateau_is_that_of_pytorch(patience: int) -> None:
    generator = torch.Generator().manual_seed(patience)
    noise = torch.rand(EPOCHS + 1, generator=generator).tolist()
    losses = [1 / (1 + epoch / 5) + 0.2 * part for epoch, part in enumerate(noise)]
    schedule = ReduceOnPlateau(patience=patience, factor=0.3, floor=0.02)
    theirs = torch_rates(  # PyTorch waits one epoch more than its patience says
        lambda o: lr_scheduler.ReduceLROnPlateau(o, factor=0.3, patience=patience - 1, min_lr=0.02), losses
    )
    ours = rates_of(schedule, losses)
    assert ours == pytest.approx(theirs, rel=1e-9)
    assert len(set(ours)) > 1


def test_a_plateau_needs_a_loss() -> None:
    schedule = ReduceOnPlateau(metric="test_loss", patience=1)
    assert rates_of(schedule, [float("nan")] * (EPOCHS + 1)) == [1.0] * (EPOCHS + 1)
    assert schedule.watched() == 1


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_it_is_a_share_of_the_learning_rate_and_stays_at_its_end(schedule: Schedule) -> None:
    for tenth in range(10 * EPOCHS):
        assert 0 <= schedule.at(tenth / 10, EPOCHS, FIRST_MEMORY) <= 1
    spanning = schedule.kind_name() in {"cosine", "one_cycle", "constant"}
    if spanning:
        assert schedule.at(EPOCHS, EPOCHS, FIRST_MEMORY) == schedule.at(3 * EPOCHS, EPOCHS, FIRST_MEMORY)


@pytest.mark.parametrize("kind", [Cosine, OneCycle])
def test_what_ends_at_a_floor_gets_there(kind: type[Schedule]) -> None:
    schedule = kind(floor=0.05)  # type: ignore[call-arg]
    assert schedule.at(EPOCHS, EPOCHS, FIRST_MEMORY) == pytest.approx(0.05)
    last = [schedule.at(epoch, EPOCHS, FIRST_MEMORY) for epoch in range(EPOCHS // 2, EPOCHS + 1)]
    assert all(later < earlier for earlier, later in pairwise(last))


@pytest.mark.parametrize("kind", kinds(Schedule).values(), ids=kinds(Schedule))
def test_its_picture_is_the_factor_over_the_epochs(kind: type[Schedule]) -> None:
    picture = kind.picture()
    assert picture is not None
    assert len(picture["x"]) == len(picture["value"]) == kind.picture_epochs + 1
    assert max(picture["value"]) == 1
    assert (len(set(picture["value"])) == 1) == (kind.kind_name() == "constant")
