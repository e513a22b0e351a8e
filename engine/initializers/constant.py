"""One value everywhere."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.concepts import parameter
from engine.initializers.distribution import Always, Distribution
from engine.initializers.initializer import Initializer


class Constant(Initializer):
    """Every value starts at the same number."""

    kind: Literal["constant"] = "constant"
    value: float = parameter(
        0.1,
        title="Value",
        description="The number that every weight or bias starts at.",
        low=-10.0,
        high=10.0,
        step=0.1,
    )
    title: ClassVar[str] = "Constant"
    formula: ClassVar[str] = r"w = c"
    explanation: ClassVar[str] = (
        "Every value starts at one number of your choice. As a bias it can open ReLU units a little from the "
        "start. Where all weights of a network start so, the units of a layer stay alike, as with zeros."
    )
    use_when: ClassVar[str] = "Biases, for instance 0.1 for ReLU units, or an experiment by hand."
    avoid_when: ClassVar[str] = "All weights of a network: the units of a layer cannot become different."
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 8.4"
    order: ClassVar[int] = 20

    def distribution(self, fan_in: int, fan_out: int) -> Distribution:
        """Return the value."""
        return Always(self.value)
