"""A learning rate that stays."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from engine.schedules.schedule import Schedule


class Constant(Schedule):
    """The same learning rate from the first step to the last."""

    kind: Literal["constant"] = "constant"
    title: ClassVar[str] = "Constant"
    formula: ClassVar[str] = r"\eta_t = \eta"
    explanation: ClassVar[str] = (
        "Every step is taken with the learning rate as it is set. Near the bottom the steps do not get shorter, so "
        "with small batches the weights keep jumping around the minimum."
    )
    use_when: ClassVar[str] = "A first try, and whenever you want to see what the learning rate itself does."
    avoid_when: ClassVar[str] = "The loss falls quickly at first and then only wobbles."
    source: ClassVar[str] = "Robbins and Monro, A Stochastic Approximation Method (1951)"
    order: ClassVar[int] = 10

    @staticmethod
    def multiplier(epoch: Any, epochs: Any, reduced: Any, c0: Any, c1: Any, c2: Any) -> Any:
        """Return 1."""
        return 1.0
