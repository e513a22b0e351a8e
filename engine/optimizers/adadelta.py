"""AdaDelta."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32, parameter
from engine.concepts.scalar import sqrt
from engine.optimizers.optimizer import Optimizer

if TYPE_CHECKING:
    import torch


class Adadelta(Optimizer):
    """Steps as long as the recent ones were, divided by the recent size of the gradient."""

    kind: Literal["adadelta"] = "adadelta"
    learning_rate: float = parameter(
        1.0,
        title="Learning rate",
        description="What the step that the rule works out by itself is multiplied by; 1 is the rule as published.",
        above=0.0,
        high=10.0,
        scale="log",
        live=True,
    )
    decay: float = parameter(
        0.9,
        title="Decay",
        description="How much of the average squares, of gradients and of steps, is kept from step to step.",
        low=0.0,
        below=1.0,
        step=0.01,
        live=True,
    )
    epsilon: float = parameter(
        1e-6,
        title="ε",
        description="Small number that lets the first step happen at all: its root is about how long that one is.",
        above=0.0,
        high=1.0,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "AdaDelta"
    formula: ClassVar[str] = (
        r"v \leftarrow \rho v + (1-\rho) g^2, \quad "
        r"\Delta = \frac{\sqrt{u + \epsilon}}{\sqrt{v + \epsilon}} \, g, \quad "
        r"u \leftarrow \rho u + (1-\rho) \Delta^2, \quad w \leftarrow w - \eta \Delta"
    )
    explanation: ClassVar[str] = (
        "Like RMSProp it divides each gradient by its recent size, but multiplies it by the recent size of the "
        "weight's own steps. The step so has the unit of a weight, and no learning rate has to be found. It starts "
        "with tiny steps and needs a while to build up speed."
    )
    use_when: ClassVar[str] = "You want a rule that runs without tuning a learning rate."
    avoid_when: ClassVar[str] = "Short trainings: Adam has long arrived when AdaDelta is up to speed."
    source: ClassVar[str] = "Zeiler, ADADELTA: An Adaptive Learning Rate Method (2012), algorithm 1"
    order: ClassVar[int] = 35
    slots: ClassVar[Mapping[str, str]] = {
        "mean_square": "Running average of the squared gradient. Its root divides the step.",
        "mean_square_step": "Running average of the squared steps so far. Its root multiplies the next one.",
    }
    torch_slots: ClassVar[tuple[str, ...]] = ("square_avg", "acc_delta")

    def constants(self) -> tuple[float, float, float, float]:
        """Return the decay and ε."""
        return (self.decay, self.epsilon, 0.0, 0.0)

    @staticmethod
    def prepare(rate: Any, c0: Any, c1: Any, c2: Any, c3: Any, step: Any) -> Any:
        """Return the rate, the decay, 1 − decay and ε."""
        return (F32(rate), F32(c0), F32(1.0 - c0), F32(c1), F32(0), F32(0), F32(0), F32(0))

    @staticmethod
    def update(w: Any, g: Any, m: Any, v: Any, h: Any) -> Any:
        """Return the next weight, the mean square of its gradients and that of its steps."""
        m = h[1] * m + h[2] * g * g
        change = sqrt(v + h[3]) / sqrt(m + h[3]) * g
        v = h[1] * v + h[2] * change * change
        return w - h[0] * change, m, v

    def torch(self, parameters: Iterable[torch.Tensor]) -> torch.optim.Optimizer:
        """Return ``torch.optim.Adadelta``."""
        import torch

        return torch.optim.Adadelta(parameters, lr=self.learning_rate, rho=self.decay, eps=self.epsilon)
