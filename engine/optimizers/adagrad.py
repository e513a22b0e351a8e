"""AdaGrad."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32, parameter
from engine.concepts.scalar import sqrt
from engine.optimizers.optimizer import Optimizer

if TYPE_CHECKING:
    import torch


class Adagrad(Optimizer):
    """Divides each gradient by the size of all gradients that this parameter has seen."""

    kind: Literal["adagrad"] = "adagrad"
    learning_rate: float = parameter(
        0.1,
        title="Learning rate",
        description="How far the first step moves each weight; the steps after it get shorter.",
        above=0.0,
        high=10.0,
        scale="log",
        live=True,
    )
    epsilon: float = parameter(
        1e-10,
        title="ε",
        description="Small number that keeps the division safe before a gradient has come.",
        above=0.0,
        high=1.0,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "AdaGrad"
    formula: ClassVar[str] = (
        r"v \leftarrow v + g^2, \quad w \leftarrow w - \eta \frac{g}{\sqrt{v} + \epsilon}"
    )
    explanation: ClassVar[str] = (
        "Adds up the squares of all gradients that a weight has seen and divides by the root of the sum. Weights "
        "that rarely get a gradient keep a large step, busy ones slow down. As the sum only grows, every step gets "
        "shorter, and in the end training stands still."
    )
    use_when: ClassVar[str] = "Some inputs are rarely other than zero, as words in a text are."
    avoid_when: ClassVar[str] = "Long trainings: the steps become too short before the goal is reached."
    source: ClassVar[str] = "Duchi, Hazan and Singer, Adaptive Subgradient Methods (2011), section 1.1"
    order: ClassVar[int] = 30
    slots: ClassVar[Mapping[str, str]] = {
        "sum_of_squares": "All squared gradients so far, added up. Its root divides the step, so steps get shorter."
    }
    torch_slots: ClassVar[tuple[str, ...]] = ("sum",)

    def constants(self) -> tuple[float, float, float, float]:
        """Return ε."""
        return (self.epsilon, 0.0, 0.0, 0.0)

    @staticmethod
    def prepare(rate: Any, c0: Any, c1: Any, c2: Any, c3: Any, step: Any) -> Any:
        """Return the rate and ε."""
        return (F32(rate), F32(c0), F32(0), F32(0), F32(0), F32(0), F32(0), F32(0))

    @staticmethod
    def update(w: Any, g: Any, m: Any, v: Any, h: Any) -> Any:
        """Return the next weight and the sum of squares."""
        m = m + g * g
        return w - h[0] * g / (sqrt(m) + h[1]), m, v

    def torch(self, parameters: Iterable[torch.Tensor]) -> torch.optim.Optimizer:
        """Return ``torch.optim.Adagrad``."""
        import torch

        return torch.optim.Adagrad(parameters, lr=self.learning_rate, eps=self.epsilon)
