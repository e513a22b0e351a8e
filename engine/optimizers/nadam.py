"""Adam with Nesterov momentum."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32
from engine.concepts.scalar import power, sqrt
from engine.optimizers.moments import Moments

if TYPE_CHECKING:
    import torch

FADE = 0.96**0.004
"""The momentum of step t is μ = β₁ (1 − ½ FADEᵗ): it starts at half of β₁ and warms up."""
NEGLIGIBLE = 1e-18
"""1 minus anything smaller is 1 in float64."""


class Nadam(Moments):
    """Adam that takes its momentum one step ahead, as Nesterov's method does."""

    kind: Literal["nadam"] = "nadam"
    title: ClassVar[str] = "Nadam"
    formula: ClassVar[str] = (
        r"m \leftarrow \beta_1 m + (1-\beta_1) g, \quad v \leftarrow \beta_2 v + (1-\beta_2) g^2, \quad "
        r"w \leftarrow w - \eta \frac{\mu_{t+1} m / (1 - \prod_{i=1}^{t+1} \mu_i) "
        r"+ (1 - \mu_t) g / (1 - \prod_{i=1}^{t} \mu_i)}{\sqrt{v / (1-\beta_2^t)} + \epsilon}"
    )
    explanation: ClassVar[str] = (
        "Adam in which the momentum of the next step is applied already in this one, beside the gradient itself, as "
        "Nesterov's method does. It reacts sooner when the gradient turns. The momentum μ is not β₁ from the start "
        "but warms up from half of it."
    )
    use_when: ClassVar[str] = "Adam works and you would like it a little quicker off the mark."
    avoid_when: ClassVar[str] = "A first lesson on momentum or Adam: two ideas are at work at once."
    source: ClassVar[str] = "Dozat, Incorporating Nesterov Momentum into Adam (2016), algorithm 2"
    order: ClassVar[int] = 55

    def constants(self) -> tuple[float, float, float, float]:
        """Return β₁, β₂ and ε."""
        return (self.beta1, self.beta2, self.epsilon, 0.0)

    @staticmethod
    def prepare(rate: Any, c0: Any, c1: Any, c2: Any, c3: Any, step: Any) -> Any:
        """Return the rates of gradient and momentum, β₁, 1−β₁, β₂, 1−β₂, 1/√(1−β₂ᵗ) and ε, worked out in float64.

        The product of the momenta needs no state: its factors start near ½, so it is negligible within some 60
        steps, and the loop ends there.
        """
        product, fade = 1.0, 1.0
        for _ in range(step):
            fade *= FADE
            product *= c0 * (1.0 - 0.5 * fade)
            if product < NEGLIGIBLE:
                product = 0.0
                break
        fade = power(FADE, step)
        now, after = c0 * (1.0 - 0.5 * fade), c0 * (1.0 - 0.5 * fade * FADE)
        return (
            F32(rate * (1.0 - now) / (1.0 - product)),
            F32(rate * after / (1.0 - product * after)),
            F32(c0),
            F32(1.0 - c0),
            F32(c1),
            F32(1.0 - c1),
            F32(1.0 / math.sqrt(1.0 - power(c1, step))),
            F32(c2),
        )

    @staticmethod
    def update(w: Any, g: Any, m: Any, v: Any, h: Any) -> Any:
        """Return the next weight, first moment and second moment."""
        m = h[2] * m + h[3] * g
        v = h[4] * v + h[5] * g * g
        return w - (h[0] * g + h[1] * m) / (sqrt(v) * h[6] + h[7]), m, v

    def torch(self, parameters: Iterable[torch.Tensor]) -> torch.optim.Optimizer:
        """Return ``torch.optim.NAdam``."""
        import torch

        return torch.optim.NAdam(
            parameters, lr=self.learning_rate, betas=(self.beta1, self.beta2), eps=self.epsilon
        )
