"""The family of losses."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from engine.concepts import Concept

if TYPE_CHECKING:
    from torch import Tensor


class Loss(Concept):
    """A measure L(a, t) of how far an output a is from its target t.

    A kind writes ``value`` and ``derivative`` for one output of one sample, on float32 numbers; the loss of a
    sample is the sum over its outputs (the mean where ``mean_over_outputs``), the cost of a set of samples is
    the mean over them, or what ``finish`` makes of it. Where the loss belongs to an output activation
    (``fused_with``), the pair is computed from the preactivation z, which stays exact where the output saturates;
    its derivative by z is then a − t.
    """

    title: ClassVar[str] = "Loss"
    explanation: ClassVar[str] = "How wrong the prediction is, as one number that training makes small."

    tasks: ClassVar[tuple[str, ...]]
    """Tasks that it is made for: "binary", "classes", "regression"."""
    fused_with: ClassVar[str | None] = None
    """Kind of the output activation with which dL/dz is a − t."""
    reads_output_as: ClassVar[str] = ""
    """What the output then has to be, in words."""
    fused_is_another: ClassVar[bool] = False
    """True where the pair is a loss of the preactivation in its own right, not the same loss computed better."""
    mean_over_outputs: ClassVar[bool] = False
    signed_targets: ClassVar[bool | None] = None
    """Two-class targets as −1 and 1 (True), 0 and 1 (False), or as the output activation's range (None)."""

    @classmethod
    def facts(cls) -> dict[str, Any]:
        """Return the tasks that it is made for, and the output activation that it belongs to."""
        return {"tasks": list(cls.tasks), "belongs_to": cls.fused_with}

    def constants(self) -> tuple[float, float]:
        """Return the kind's parameters as the scalar functions take them."""
        return (0.0, 0.0)

    @staticmethod
    @abstractmethod
    def value(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return the loss of one output, in nats or in squared units of the target."""

    @staticmethod
    @abstractmethod
    def derivative(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return the derivative of ``value`` by the output a."""

    @staticmethod
    def fused_value(z: Any, a: Any, t: Any) -> Any:
        """Return the loss of one output from its preactivation z, where ``fused_with`` is set."""
        return z

    @staticmethod
    def finish(mean: Any) -> Any:
        """Return the cost of a set of samples from the mean of their losses."""
        return mean

    @staticmethod
    def finish_slope(mean: Any) -> Any:
        """Return the derivative of ``finish``."""
        return 1.0

    def torch_finish(self, mean: Tensor) -> Tensor:
        """Return the same as ``finish``."""
        return mean

    @abstractmethod
    def torch(self, a: Tensor, t: Tensor) -> Tensor:
        """Return the loss of each sample, shape (batch,), from outputs and targets of shape (batch, outputs)."""

    def fused_torch(self, z: Tensor, t: Tensor) -> Tensor:
        """Return the same from preactivations z of shape (batch, outputs), where ``fused_with`` is set."""
        raise TypeError(f"{self.kind_name()} has no fused form")
