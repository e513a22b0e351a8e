"""A learning rate that grows at the start."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from engine.concepts import parameter
from engine.schedules.schedule import Schedule


class Warmup(Schedule):
    """The learning rate grows evenly over the first epochs and then stays."""

    kind: Literal["warmup"] = "warmup"
    epochs: int = parameter(
        10,
        title="Epochs",
        description="How long the learning rate grows.",
        low=1,
        high=100_000,
        scale="log",
        unit="epochs",
        live=True,
    )
    start: float = parameter(
        0.0,
        title="Start",
        description="Share of the learning rate of the very first step; 0 leaves the weights where they are.",
        low=0.0,
        high=1.0,
        step=0.01,
        live=True,
    )
    title: ClassVar[str] = "Warm-up"
    formula: ClassVar[str] = r"\eta_t = \eta \left( s + (1 - s) \min \left( \frac{t}{T_w}, 1 \right) \right)"
    explanation: ClassVar[str] = (
        "Starts with short steps and lengthens them evenly. At random first weights gradients are large and point "
        "anywhere, and the averages that Adam keeps are still made of a few samples: long steps in this moment do "
        "the most damage."
    )
    use_when: ClassVar[str] = "Training with the learning rate that you want blows up in its first steps."
    avoid_when: ClassVar[str] = "Training starts well anyway: then it only loses the first epochs."
    source: ClassVar[str] = "Goyal et al., Accurate, Large Minibatch SGD (2017), section 2.2"
    order: ClassVar[int] = 50

    def constants(self) -> tuple[float, float, float]:
        """Return the epochs and the share at the start."""
        return (float(self.epochs), self.start, 0.0)

    @staticmethod
    def multiplier(epoch: Any, epochs: Any, reduced: Any, c0: Any, c1: Any, c2: Any) -> Any:
        """Return s + (1 − s) t/T, at most 1."""
        return c1 + (1.0 - c1) * min(epoch / c0, 1.0)
