"""A learning rate that falls where the loss does not."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from engine.concepts import parameter
from engine.schedules.schedule import Schedule

NOTICEABLE = 1e-4
"""A loss counts as lower where it is by this share."""


class ReduceOnPlateau(Schedule):
    """The learning rate is multiplied by a factor whenever the loss has not improved for a while."""

    kind: Literal["reduce_on_plateau"] = "reduce_on_plateau"
    metric: Literal["train_loss", "test_loss"] = parameter(
        "train_loss", title="Metric", description="The loss that has to keep falling.", live=True
    )
    patience: int = parameter(
        10,
        title="Patience",
        description="How many epochs to wait for a lower loss before the learning rate falls.",
        low=1,
        high=10_000,
        scale="log",
        unit="epochs",
        live=True,
    )
    factor: float = parameter(
        0.5,
        title="Factor",
        description="What the learning rate is multiplied by each time.",
        above=0.0,
        high=1.0,
        step=0.05,
        live=True,
    )
    floor: float = parameter(
        0.001,
        title="Floor",
        description="Share of the learning rate below which it does not fall.",
        low=0.0,
        high=1.0,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "Reduce on plateau"
    formula: ClassVar[str] = (
        r"\eta \leftarrow \max(\gamma \eta, f \eta_0) \quad \text{after } n \text{ epochs without a lower } L"
    )
    explanation: ClassVar[str] = (
        "Watches a loss at the end of every epoch. Where it has not become lower (by at least a ten-thousandth) for "
        "as many epochs as the patience, steps are too long for the valley, and the learning rate is cut. Then "
        "waiting begins anew."
    )
    use_when: ClassVar[str] = "You cannot say beforehand when the loss will stop falling."
    avoid_when: ClassVar[str] = "The loss jumps from epoch to epoch: it may be cut for a bad moment."
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 8.3.1, in practice"
    order: ClassVar[int] = 60

    def constants(self) -> tuple[float, float, float]:
        """Return patience, factor and floor."""
        return (float(self.patience), self.factor, self.floor)

    def watched_metric(self) -> str:
        """Return the loss that is watched."""
        return self.metric

    @staticmethod
    def multiplier(epoch: Any, epochs: Any, reduced: Any, c0: Any, c1: Any, c2: Any) -> Any:
        """Return what is remembered."""
        return reduced

    @staticmethod
    def remember(reduced: Any, best: Any, waited: Any, loss: Any, c0: Any, c1: Any, c2: Any) -> Any:
        """Return the memory after an epoch; where there is no such loss, it stays as it is."""
        bar = best * (1.0 - NOTICEABLE)
        if loss < bar:
            return reduced, loss, 0.0
        if not loss >= bar:
            return reduced, best, waited
        if waited + 1.0 >= c0:
            return max(reduced * c1, min(c2, reduced)), best, 0.0
        return reduced, best, waited + 1.0
