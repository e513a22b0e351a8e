"""Weight vectors of bounded length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np

from engine.concepts import F32, parameter
from engine.constraints.constraint import Constraint

if TYPE_CHECKING:
    from torch import Tensor


class MaxNorm(Constraint):
    """The incoming weights of each unit, as a vector, are never longer than a limit."""

    kind: Literal["max_norm"] = "max_norm"
    limit: float = parameter(
        3.0,
        title="Limit",
        description="Largest length of the weight vector of each unit.",
        above=0.0,
        high=1000.0,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "Max norm"
    formula: ClassVar[str] = r"\lVert \mathbf{w}_j \rVert_2 \le c"
    explanation: ClassVar[str] = (
        "Where a step has made the incoming weights of a unit longer than the limit, they are scaled back onto it; "
        "their direction stays. No unit can become steeper than the limit allows, so even large learning rates "
        "cannot make the weights explode."
    )
    use_when: ClassVar[str] = "You train with dropout and a large learning rate, for which it was made."
    avoid_when: ClassVar[str] = "Sharp borders are wanted: they need steep units."
    source: ClassVar[str] = "Srivastava et al., Dropout (2014), section 5.1"
    order: ClassVar[int] = 20

    def constants(self) -> tuple[float, float]:
        """Return the limit."""
        return (self.limit, 0.0)

    @staticmethod
    def enforce(weight: Any, c0: Any, c1: Any) -> None:
        """Scale each row that is longer than ``c0`` back to that length."""
        outputs, inputs = weight.shape
        for row in range(outputs):
            squares = 0.0
            for column in range(inputs):
                w = np.float64(weight[row, column])
                squares += w * w
            if squares > c0 * c0:
                share = F32(c0 / np.sqrt(squares))
                for column in range(inputs):
                    weight[row, column] = weight[row, column] * share

    def torch(self, weight: Tensor) -> None:
        """Do the same."""
        norms = weight.double().norm(dim=1, keepdim=True)
        weight.mul_((self.limit / norms).clamp(max=1.0).float())
