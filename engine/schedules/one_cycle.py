"""A learning rate that rises and falls once."""

from __future__ import annotations

import math
from typing import Any, ClassVar, Literal

from engine.concepts import parameter
from engine.schedules.schedule import Schedule


class OneCycle(Schedule):
    """Half a cosine up to the full learning rate, and half a cosine down to a floor at the end of training."""

    kind: Literal["one_cycle"] = "one_cycle"
    peak_at: float = parameter(
        0.3,
        title="Peak at",
        description="Share of the training after which the learning rate is highest.",
        above=0.0,
        below=1.0,
        step=0.05,
        live=True,
    )
    start: float = parameter(
        0.1,
        title="Start",
        description="Share of the learning rate of the first step.",
        low=0.0,
        high=1.0,
        step=0.01,
        live=True,
    )
    floor: float = parameter(
        0.01,
        title="Floor",
        description="Share of the learning rate that is left at the end.",
        low=0.0,
        high=1.0,
        step=0.01,
        live=True,
    )
    title: ClassVar[str] = "One cycle"
    formula: ClassVar[str] = (
        r"\eta_t = \eta \begin{cases} s + \frac{1 - s}{2} (1 - \cos \frac{\pi t}{p T}) & t \le p T \\ "
        r"f + \frac{1 - f}{2} (1 + \cos \frac{\pi (t - p T)}{(1 - p) T}) & t > p T \end{cases}"
    )
    explanation: ClassVar[str] = (
        "Warms up to the full learning rate and then comes down to a small fraction of it. The high rate in the "
        "middle carries the weights out of sharp valleys, the low end settles them in a wide one. As the peak lasts "
        "only a moment, the learning rate may be set higher than a constant one could be."
    )
    use_when: ClassVar[str] = "Few epochs have to do, and their number is fixed."
    avoid_when: ClassVar[str] = "Training may end early: then it ends at a high learning rate."
    source: ClassVar[str] = "Smith and Topin, Super-Convergence (2018), section 3"
    order: ClassVar[int] = 70

    def constants(self) -> tuple[float, float, float]:
        """Return the place of the peak, and the shares at both ends."""
        return (self.peak_at, self.start, self.floor)

    @staticmethod
    def multiplier(epoch: Any, epochs: Any, reduced: Any, c0: Any, c1: Any, c2: Any) -> Any:
        """Return the point of the rise or the fall."""
        share = min(epoch / epochs, 1.0)
        if share <= c0:
            return c1 + (1.0 - c1) * 0.5 * (1.0 - math.cos(math.pi * share / c0))
        return c2 + (1.0 - c2) * 0.5 * (1.0 + math.cos(math.pi * (share - c0) / (1.0 - c0)))
