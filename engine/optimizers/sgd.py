"""Gradient descent, with or without momentum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32, parameter
from engine.optimizers.optimizer import Optimizer

if TYPE_CHECKING:
    import torch


class Sgd(Optimizer):
    """A step against the gradient of the batch, or against a running sum of such gradients."""

    kind: Literal["sgd"] = "sgd"
    momentum: float = parameter(
        0.0,
        title="Momentum",
        description="How much of the last step's velocity is kept: 0 is plain gradient descent.",
        low=0.0,
        below=1.0,
        step=0.05,
        live=True,
    )
    nesterov: bool = parameter(
        False,
        title="Nesterov",
        description="Whether the gradient is taken where the momentum is about to lead, which brakes earlier.",
        live=True,
    )
    form: Literal["classic", "exponentially_weighted"] = parameter(
        "classic",
        title="Form",
        description=(
            "Classic momentum adds gradients up, so steps get longer; the exponentially weighted form averages "
            "them, so the length of a step stays that of the learning rate."
        ),
        live=True,
    )
    title: ClassVar[str] = "SGD"
    formula: ClassVar[str] = r"v \leftarrow \beta v + g, \quad w \leftarrow w - \eta v"
    explanation: ClassVar[str] = (
        "Stochastic gradient descent: every weight takes a step against its gradient. With momentum the steps "
        "build up speed like a ball that rolls downhill, which carries over bumps and along flat valleys. The "
        "exponentially weighted form is v ← βv + (1−β)g."
    )
    use_when: ClassVar[str] = (
        "You want to see plain gradient descent, or can afford to tune the learning rate."
    )
    avoid_when: ClassVar[str] = "Directions differ much in steepness, or there is no time to tune."
    source: ClassVar[str] = (
        "Sutskever et al., On the Importance of Initialization and Momentum (2013), equations 1 to 4"
    )
    order: ClassVar[int] = 10
    slots: ClassVar[Mapping[str, str]] = {
        "velocity": "The gradients so far, added up, each fading by the momentum with every step."
    }
    torch_slots: ClassVar[tuple[str, ...]] = ("momentum_buffer",)

    def gain(self) -> float:
        """Return how much of a new gradient enters the velocity."""
        return 1.0 if self.form == "classic" else 1.0 - self.momentum

    def constants(self) -> tuple[float, float, float, float]:
        """Return the momentum, the gain, and 1 for Nesterov's form."""
        return (self.momentum, self.gain(), float(self.nesterov), 0.0)

    @staticmethod
    def prepare(rate: Any, c0: Any, c1: Any, c2: Any, c3: Any, step: Any) -> Any:
        """Return the rate, β, the gain, and the shares of gradient and velocity in the step."""
        return (
            F32(rate),
            F32(c0),
            F32(c1),
            F32(c2 * c1),
            F32(c2 * c0 + (1.0 - c2)),
            F32(0),
            F32(0),
            F32(0),
        )

    @staticmethod
    def update(w: Any, g: Any, m: Any, v: Any, h: Any) -> Any:
        """Return the next weight and velocity."""
        m = h[1] * m + h[2] * g
        return w - h[0] * (h[3] * g + h[4] * m), m, v

    def torch(self, parameters: Iterable[torch.Tensor]) -> torch.optim.Optimizer:
        """Return ``torch.optim.SGD``, or where PyTorch has no such form, an optimizer of our own."""
        import torch

        if self.form == "classic":
            return torch.optim.SGD(
                parameters,
                lr=self.learning_rate,
                momentum=self.momentum,
                nesterov=self.nesterov and self.momentum > 0,
            )
        from engine.optimizers.torch_weighted_momentum import WeightedMomentum

        return WeightedMomentum(parameters, self.learning_rate, self.momentum, nesterov=self.nesterov)
