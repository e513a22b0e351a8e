"""Adam with decoupled weight decay."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32, parameter
from engine.concepts.scalar import power, sqrt
from engine.optimizers.moments import Moments

if TYPE_CHECKING:
    import torch


class AdamW(Moments):
    """Adam that also shrinks every parameter a little in each step, apart from the gradient."""

    kind: Literal["adamw"] = "adamw"
    weight_decay: float = parameter(
        0.01,
        title="Weight decay",
        description="Share of each weight and bias that is taken away in a step, times the learning rate.",
        low=0.0,
        high=10.0,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "AdamW"
    formula: ClassVar[str] = (
        r"w \leftarrow (1 - \eta \lambda) w - \eta \frac{m / (1-\beta_1^t)}{\sqrt{v / (1-\beta_2^t)} + \epsilon}"
    )
    explanation: ClassVar[str] = (
        "Adam, with one thing more: in each step every weight is also shrunk by a fixed small share. An L2 penalty "
        "would pass through Adam's division and lose its force where gradients are large; here every weight "
        "shrinks at the same pace."
    )
    use_when: ClassVar[str] = "Adam works but the network overfits; the usual choice for large networks."
    avoid_when: ClassVar[str] = "You already use an L2 regularizer, or the weights have to grow large."
    source: ClassVar[str] = "Loshchilov and Hutter, Decoupled Weight Decay Regularization (2019), algorithm 2"
    order: ClassVar[int] = 60

    def constants(self) -> tuple[float, float, float, float]:
        """Return β₁, β₂, ε and the weight decay."""
        return (self.beta1, self.beta2, self.epsilon, self.weight_decay)

    @staticmethod
    def prepare(rate: Any, c0: Any, c1: Any, c2: Any, c3: Any, step: Any) -> Any:
        """Return the corrected rate, 1/√(1−β₂ᵗ), β₁, 1−β₁, β₂, 1−β₂, ε and what is left of a weight."""
        return (
            F32(rate / (1.0 - power(c0, step))),
            F32(1.0 / math.sqrt(1.0 - power(c1, step))),
            F32(c0),
            F32(1.0 - c0),
            F32(c1),
            F32(1.0 - c1),
            F32(c2),
            F32(1.0 - rate * c3),
        )

    @staticmethod
    def update(w: Any, g: Any, m: Any, v: Any, h: Any) -> Any:
        """Return the next weight, first moment and second moment."""
        m = h[2] * m + h[3] * g
        v = h[4] * v + h[5] * g * g
        return h[7] * w - h[0] * m / (sqrt(v) * h[1] + h[6]), m, v

    def torch(self, parameters: Iterable[torch.Tensor]) -> torch.optim.Optimizer:
        """Return ``torch.optim.AdamW``."""
        import torch

        return torch.optim.AdamW(
            parameters,
            lr=self.learning_rate,
            betas=(self.beta1, self.beta2),
            eps=self.epsilon,
            weight_decay=self.weight_decay,
        )
