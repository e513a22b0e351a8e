"""Parameters that every optimizer of the Adam type shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from engine.concepts import parameter
from engine.optimizers.optimizer import Optimizer


class Moments(Optimizer):
    """An optimizer that averages each gradient and its square. Not a kind of its own."""

    learning_rate: float = parameter(
        0.01,
        title="Learning rate",
        description="About how far each weight moves in one step, whatever the size of its gradient.",
        above=0.0,
        high=10.0,
        scale="log",
        live=True,
    )
    beta1: float = parameter(
        0.9,
        title="β₁ (momentum)",
        description="How much of the average gradient is kept from step to step.",
        low=0.0,
        below=1.0,
        step=0.01,
        live=True,
    )
    beta2: float = parameter(
        0.999,
        title="β₂ (gradient size)",
        description="How much of the average squared gradient is kept from step to step.",
        low=0.0,
        below=1.0,
        step=0.001,
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
    slots: ClassVar[Mapping[str, str]] = {
        "first_moment": "Running average of the gradient: the direction of the step.",
        "second_moment": "Running average of the squared gradient. Its root divides the step.",
    }
    torch_slots: ClassVar[tuple[str, ...]] = ("exp_avg", "exp_avg_sq")
