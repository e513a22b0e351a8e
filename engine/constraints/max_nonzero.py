"""At most so many weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import parameter
from engine.concepts.scalar import size_bits
from engine.constraints.constraint import Constraint

if TYPE_CHECKING:
    from torch import Tensor

INFINITE = 0x7F800000
"""Bits of infinity: no finite number has larger ones."""


class MaxNonzero(Constraint):
    """Only the largest weights of the layer are kept, as many as are allowed; all others are set to 0."""

    kind: Literal["max_nonzero"] = "max_nonzero"
    count: int = parameter(
        8,
        title="Count",
        description="How many weights of the layer may differ from 0.",
        low=1,
        high=10_000,
        step=1,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "At most n nonzero"
    formula: ClassVar[str] = r"\lVert W \rVert_0 \le n"
    explanation: ClassVar[str] = (
        "After every step the weights of the layer are sorted by size; the largest n stay and the others are set "
        "to 0. A weight that was cut may come back where one step makes it larger than one that was kept. What is "
        "left shows which connections the network cannot do without."
    )
    use_when: ClassVar[str] = "You want a network of which every connection can be followed by eye."
    avoid_when: ClassVar[str] = "Training has just begun: which weights matter is not decided yet."
    source: ClassVar[str] = "Blumensath and Davies, Iterative Hard Thresholding (2009), equation 10"
    order: ClassVar[int] = 10

    def constants(self) -> tuple[float, float]:
        """Return the count."""
        return (float(self.count), 0.0)

    @staticmethod
    def enforce(weight: Any, c0: Any, c1: Any) -> None:
        """Set all but the ``c0`` largest weights to 0; of equal ones the first are kept.

        The size up to which weights go is found by halving: bits of sizes are ordered as the sizes are.
        """
        outputs, inputs = weight.shape
        count = int(c0)
        if outputs * inputs <= count:
            return
        low, high = -1, INFINITE
        kept = 0
        while high - low > 1:
            middle = (low + high) // 2
            larger = 0
            for row in range(outputs):
                for column in range(inputs):
                    larger += 1 if size_bits(weight[row, column]) > middle else 0
            if larger > count:
                low = middle
            else:
                high = middle
                kept = larger
            if larger == count:
                break
        for row in range(outputs):
            for column in range(inputs):
                bits = size_bits(weight[row, column])
                if bits == high and kept < count:
                    kept += 1
                elif bits <= high:
                    weight[row, column] = 0

    def torch(self, weight: Tensor) -> None:
        """Set all but the ``count`` largest weights to 0; of equal ones the first are kept."""
        flat = weight.view(-1)
        flat[flat.abs().argsort(descending=True, stable=True)[self.count :]] = 0
