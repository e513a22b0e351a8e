"""RMSProp."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32, parameter
from engine.concepts.scalar import sqrt
from engine.optimizers.optimizer import Optimizer

if TYPE_CHECKING:
    import torch


class RmsProp(Optimizer):
    """Divides each gradient by its own recent size."""

    kind: Literal["rmsprop"] = "rmsprop"
    learning_rate: float = parameter(
        0.01,
        title="Learning rate",
        description="About how far each weight moves in one step, whatever the size of its gradient.",
        above=0.0,
        high=10.0,
        scale="log",
        live=True,
    )
    decay: float = parameter(
        0.99,
        title="Decay",
        description="How much of the average squared gradient is kept from step to step.",
        low=0.0,
        below=1.0,
        step=0.01,
        live=True,
    )
    epsilon: float = parameter(
        1e-8,
        title="ε",
        description="Small number that keeps the division safe when a gradient is almost zero.",
        above=0.0,
        high=1.0,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "RMSProp"
    formula: ClassVar[str] = (
        r"v \leftarrow \rho v + (1-\rho) g^2, \quad w \leftarrow w - \eta \frac{g}{\sqrt{v} + \epsilon}"
    )
    explanation: ClassVar[str] = (
        "Keeps a running average of each gradient's square and divides by its root, so steep and flat directions "
        "get steps of similar length. Unlike AdaGrad it forgets old gradients and does not slow down for ever."
    )
    use_when: ClassVar[str] = "Gradients differ much in size from weight to weight, or change over time."
    avoid_when: ClassVar[str] = "You want a quiet finish: near the goal the steps stay about as long as ever."
    source: ClassVar[str] = "Tieleman and Hinton, Neural Networks for Machine Learning (2012), lecture 6.5"
    order: ClassVar[int] = 40
    slots: ClassVar[Mapping[str, str]] = {
        "mean_square": "Running average of the squared gradient. Its root divides the step."
    }
    torch_slots: ClassVar[tuple[str, ...]] = ("square_avg",)

    def constants(self) -> tuple[float, float, float, float]:
        """Return the decay and ε."""
        return (self.decay, self.epsilon, 0.0, 0.0)

    @staticmethod
    def prepare(rate: Any, c0: Any, c1: Any, c2: Any, c3: Any, step: Any) -> Any:
        """Return the rate, the decay, 1 − decay and ε."""
        return (F32(rate), F32(c0), F32(1.0 - c0), F32(c1), F32(0), F32(0), F32(0), F32(0))

    @staticmethod
    def update(w: Any, g: Any, m: Any, v: Any, h: Any) -> Any:
        """Return the next weight and mean square; ε stands outside the root, as in PyTorch."""
        m = h[1] * m + h[2] * g * g
        return w - h[0] * g / (sqrt(m) + h[3]), m, v

    def torch(self, parameters: Iterable[torch.Tensor]) -> torch.optim.Optimizer:
        """Return ``torch.optim.RMSprop``."""
        import torch

        return torch.optim.RMSprop(parameters, lr=self.learning_rate, alpha=self.decay, eps=self.epsilon)
