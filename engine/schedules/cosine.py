"""A learning rate that falls along a cosine."""

from __future__ import annotations

import math
from typing import Any, ClassVar, Literal

from engine.concepts import parameter
from engine.schedules.schedule import Schedule


class Cosine(Schedule):
    """Half a cosine from the full learning rate at the start to a floor at the end of training."""

    kind: Literal["cosine"] = "cosine"
    floor: float = parameter(
        0.0,
        title="Floor",
        description="Share of the learning rate that is left at the end.",
        low=0.0,
        high=1.0,
        step=0.01,
        live=True,
    )
    title: ClassVar[str] = "Cosine"
    formula: ClassVar[str] = (
        r"\eta_t = \eta \left( f + \frac{1 - f}{2} \left( 1 + \cos \frac{\pi t}{T} \right) \right)"
    )
    explanation: ClassVar[str] = (
        "Begins level, falls fastest in the middle and ends level at the floor. It spends much time at high rates, "
        "to get far, and much at low ones, to settle. The end T is the number of epochs set for the training; "
        "whoever goes on beyond it stays at the floor."
    )
    use_when: ClassVar[str] = "You know how long you will train; there is next to nothing to tune."
    avoid_when: ClassVar[str] = "Training may end early or go on: the curve fits only one length."
    source: ClassVar[str] = "Loshchilov and Hutter, SGDR: Warm Restarts (2017), equation 5, one period"
    order: ClassVar[int] = 40

    def constants(self) -> tuple[float, float, float]:
        """Return the floor."""
        return (self.floor, 0.0, 0.0)

    @staticmethod
    def multiplier(epoch: Any, epochs: Any, reduced: Any, c0: Any, c1: Any, c2: Any) -> Any:
        """Return f + (1 − f) (1 + cos πt/T) / 2."""
        share = min(epoch / epochs, 1.0)
        return c0 + (1.0 - c0) * 0.5 * (1.0 + math.cos(math.pi * share))
