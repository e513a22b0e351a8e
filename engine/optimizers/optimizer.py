"""The family of optimizers."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from engine.concepts import Concept, parameter
from engine.schedules import Schedule

if TYPE_CHECKING:
    import torch


class Optimizer(Concept):
    """A rule that turns the gradient of each parameter into its next value.

    A kind writes ``prepare``, done once per step in float64, and ``update``, done per parameter in float32
    with up to two numbers of state, named in ``slots``.
    """

    title: ClassVar[str] = "Optimizer"
    explanation: ClassVar[str] = "The rule by which the weights follow the gradient downhill."

    slots: ClassVar[Mapping[str, str]] = {}
    """What is kept for every parameter, at most two numbers that start at zero: by name, what each means."""
    torch_slots: ClassVar[tuple[str, ...]] = ()
    """What PyTorch calls them."""

    learning_rate: float = parameter(
        0.03,
        title="Learning rate",
        description="How far one step goes along the gradient. Too small is slow, too large overshoots.",
        above=0.0,
        high=10.0,
        scale="log",
        live=True,
    )
    schedule: Schedule = parameter(
        {"kind": "constant"},
        title="Schedule",
        description="How the learning rate changes in the course of training.",
        live=True,
    )

    @classmethod
    def facts(cls) -> dict[str, Any]:
        """Return what is kept for every parameter, by name."""
        return {"slots": dict(cls.slots)}

    def constants(self) -> tuple[float, float, float, float]:
        """Return the kind's other parameters as ``prepare`` takes them."""
        return (0.0, 0.0, 0.0, 0.0)

    @staticmethod
    @abstractmethod
    def prepare(rate: Any, c0: Any, c1: Any, c2: Any, c3: Any, step: Any) -> Any:
        """Return eight float32 numbers, unused ones 0, for ``update`` in this step.

        ``rate`` (the learning rate now) and ``c0`` … ``c3`` are float64; ``step`` counts from 1.
        """

    @staticmethod
    @abstractmethod
    def update(w: Any, g: Any, m: Any, v: Any, h: Any) -> Any:
        """Return the new parameter and its new state (w, m, v) from the gradient g; ``h`` is from ``prepare``."""

    @abstractmethod
    def torch(self, parameters: Iterable[torch.Tensor]) -> torch.optim.Optimizer:
        """Return the PyTorch optimizer that does the same."""
