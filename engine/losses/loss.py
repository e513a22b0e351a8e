"""The family of losses."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

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
    explanation: ClassVar[str] = (
        "How wrong the prediction is, as one number that training makes small. Its slope is how hard a sample pulls: "
        "the steeper the curve far out, the more a few outliers decide."
    )

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
        """Return the tasks that it is made for, the output activation that it belongs to, and what outliers do."""
        return {"tasks": list(cls.tasks), "belongs_to": cls.fused_with, "outliers": cls.outliers()}

    @classmethod
    def reads_probability(cls) -> bool:
        """Tell whether the output has to be a probability."""
        return cls.reads_output_as == "a probability"

    @classmethod
    def at(cls, a: float) -> tuple[float, float]:
        """Return the loss and its derivative at an output a: of target 0 in regression, else of target 1."""
        c0, c1 = (np.float32(c) for c in cls().constants())
        target = np.float32(0 if "regression" in cls.tasks else 1)
        output = np.float32(a)
        return float(cls.value(output, target, c0, c1)), float(cls.derivative(output, target, c0, c1))

    @classmethod
    def picture(cls) -> dict[str, Any] | None:
        """Return the loss and its derivative against the error, or against the output where that tells classes."""
        if "regression" in cls.tasks:
            outputs, name = np.linspace(-3, 3, 61), "error a − t"
        elif cls.reads_probability():
            outputs, name = np.linspace(0.1, 0.98, 45), "probability of the true class"
        else:
            outputs, name = np.linspace(-2, 3, 51), "output, where 1 is right"
        points = [cls.at(a) for a in outputs]
        return {
            "view": "curve",
            "names": {"x": name, "value": "loss", "slope": "pull"},
            "x": [round(float(a), 3) for a in outputs],
            "value": [round(value, 4) for value, _ in points],
            "slope": [round(slope, 4) for _, slope in points],
            "shown": [-4.0, 5.0],
        }

    @classmethod
    def outliers(cls) -> str:
        """Return in a sentence how a sample that is far off compares with an ordinary one."""
        if "regression" in cls.tasks:
            near, far, words = 1.0, 3.0, "An error of 3 costs {} an error of 1 and pulls {}."
        elif cls.reads_probability():
            near, far, words = 0.5, 0.05, "Giving the true class 0.05 costs {} giving it 0.5 and pulls {}."
        else:
            near, far, words = (
                0.0,
                -3.0,
                "An output of −3 where 1 is right costs {} an output of 0 and pulls {}.",
            )
        ordinary, outlying = cls.at(near), cls.at(far)
        cost, pull = (abs(far / near) for near, far in zip(ordinary, outlying, strict=True))
        harder = "just as hard" if round(pull, 1) == 1 else f"{pull:.2g} times as hard"
        return words.format(f"{cost:.2g} times as much as", harder)

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
