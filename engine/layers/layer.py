"""The family of layers."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.concepts import Concept
from engine.initializers import Initializer
from engine.layers.operations import Operation
from engine.layers.shape import Shape
from engine.layers.units import UnitSettings

if TYPE_CHECKING:
    from torch.nn import Module


@dataclass(frozen=True)
class ParameterPlan:
    """A parameter of a layer: its name, named axes, how it starts, and whether it is learned or only kept."""

    name: str
    shape: tuple[int, ...]
    axes: tuple[str, ...]
    initializer: Initializer
    fan_in: int
    fan_out: int
    learned: bool = True
    """False for what the layer itself measures while training and keeps, such as a running mean."""


class RandomSource(Protocol):
    """Where a layer gets its random numbers while training, the same on every trainer."""

    def mask(self, batch: int, units: int, rate: float) -> NDArray[np.float32]:
        """Return an array (batch, units) that is 0 with probability ``rate`` and 1 / (1 − rate) otherwise."""


class Layer(Concept):
    """A building block: what it makes of a sample's shape, what it learns, what it costs, how it computes.

    Shapes are those of one sample, with named axes and without the batch axis. A layer reads what the layer
    before it gives. One that has layers inside (``body``) reads two sources: what its body gives, which starts
    from the same inputs, and the inputs themselves; its shapes and costs are those beside the body.
    """

    title: ClassVar[str] = "Layer"
    explanation: ClassVar[str] = "A building block of the network."

    compares_samples: ClassVar[bool] = False
    """True where a sample's values depend on the others of its batch while training."""

    @abstractmethod
    def output_shape(self, inputs: Shape) -> Shape:
        """Return the shape of one sample behind the layer; raise ShapeError where it cannot take ``inputs``."""

    @abstractmethod
    def parameters(self, inputs: Shape) -> tuple[ParameterPlan, ...]:
        """Return what the layer learns or keeps, in the order in which it is initialized."""

    @abstractmethod
    def multiply_adds(self, inputs: Shape) -> int:
        """Return the multiply-adds of one sample's forward pass."""

    @abstractmethod
    def torch(self, inputs: Shape, randomness: RandomSource) -> Module:
        """Return a module from (batch, *inputs) to (batch, *outputs); its parameters bear the plan's names.

        It is called with each source in turn. What is kept rather than learned is a buffer. A module with an
        activation keeps the last preactivations in ``preactivation`` (batch normalization what it normalized),
        which are looked at where training diverges. One with a regularizer offers ``penalty()``, and one that
        keeps something offers ``settle()``, which is called once the step of the last forward pass is certain.
        """

    def unit_settings(self) -> UnitSettings | None:
        """Return what its row of units is told, where the layer has weights."""
        return None

    def body(self) -> tuple[Layer, ...]:
        """Return the layers inside, which are computed one after the other from this layer's own inputs."""
        return ()

    def value_range(self) -> tuple[float, float] | None:
        """Return the lowest and highest value that the layer can give, where it has both."""
        return None

    def operations(self, inputs: Shape) -> tuple[Operation, ...] | None:
        """Return the same for the compiled trainer, or nothing where it cannot do this layer.

        The first operation reads the layer's sources, each following one what the one before it gives. What an
        operation owns bears the names of ``parameters``.
        """
        return None

    @classmethod
    def engines(cls) -> list[str]:
        """Return both trainers, or PyTorch alone where no operations are written."""
        return ["torch"] if cls.operations is Layer.operations else super().engines()
