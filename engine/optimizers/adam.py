"""Adam."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32
from engine.concepts.scalar import power, sqrt
from engine.optimizers.moments import Moments

if TYPE_CHECKING:
    import torch


class Adam(Moments):
    """Momentum, divided by the recent size of each parameter's own gradient."""

    kind: Literal["adam"] = "adam"
    title: ClassVar[str] = "Adam"
    formula: ClassVar[str] = (
        r"m \leftarrow \beta_1 m + (1-\beta_1) g, \quad v \leftarrow \beta_2 v + (1-\beta_2) g^2, \quad "
        r"w \leftarrow w - \eta \frac{m / (1-\beta_1^t)}{\sqrt{v / (1-\beta_2^t)} + \epsilon}"
    )
    explanation: ClassVar[str] = (
        "Keeps a running average of each gradient (momentum) and of its square, and divides one by the root of "
        "the other. Every weight so gets a step of its own, about as large as the learning rate."
    )
    use_when: ClassVar[str] = (
        "The first choice for most networks: quick, and forgiving about the learning rate."
    )
    avoid_when: ClassVar[str] = (
        "You want to see plain gradient descent at work, or need decoupled weight decay."
    )
    source: ClassVar[str] = "Kingma and Ba, Adam: A Method for Stochastic Optimization (2015), algorithm 1"
    order: ClassVar[int] = 50

    def constants(self) -> tuple[float, float, float, float]:
        """Return β₁, β₂ and ε."""
        return (self.beta1, self.beta2, self.epsilon, 0.0)

    @staticmethod
    def prepare(rate: Any, c0: Any, c1: Any, c2: Any, c3: Any, step: Any) -> Any:
        """Return the corrected rate, 1/√(1−β₂ᵗ), β₁, β₂, ε: in float64, since 1 − 0.999 in float32 is off by 5e-5."""
        return (
            F32(rate / (1.0 - power(c0, step))),
            F32(1.0 / math.sqrt(1.0 - power(c1, step))),
            F32(c0),
            F32(1.0 - c0),
            F32(c1),
            F32(1.0 - c1),
            F32(c2),
            F32(0),
        )

    @staticmethod
    def update(w: Any, g: Any, m: Any, v: Any, h: Any) -> Any:
        """Return the next weight, first moment and second moment."""
        m = h[2] * m + h[3] * g
        v = h[4] * v + h[5] * g * g
        return w - h[0] * m / (sqrt(v) * h[1] + h[6]), m, v

    def torch(self, parameters: Iterable[torch.Tensor]) -> torch.optim.Optimizer:
        """Return ``torch.optim.Adam``."""
        import torch

        return torch.optim.Adam(
            parameters, lr=self.learning_rate, betas=(self.beta1, self.beta2), eps=self.epsilon
        )
