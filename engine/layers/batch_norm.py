"""Batch normalization."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from engine.concepts import parameter
from engine.layers.layer import ParameterPlan, RandomSource
from engine.layers.normalization import Normalization, per_unit
from engine.layers.operations import NormalizingByBatch, Operation
from engine.layers.shape import Shape, features_in

if TYPE_CHECKING:
    from torch.nn import Module


class BatchNorm(Normalization):
    """Brings each unit's values over the batch to mean 0 and variance 1, then scales and shifts them."""

    kind: Literal["batch_norm"] = "batch_norm"
    title: ClassVar[str] = "Batch normalization"
    formula: ClassVar[str] = (
        r"a_{ij} = \gamma_j \frac{x_{ij} - \mu_j}{\sqrt{\sigma_j^2 + \epsilon}} + \beta_j, \quad "
        r"\mu_j, \sigma_j^2 \text{ over the samples } i \text{ of the batch}"
    )
    explanation: ClassVar[str] = (
        "Takes each unit's mean over the batch away and divides by its standard deviation, so that the layers "
        "behind it always see values of the same size, however the layers before it change. A learned scale γ and "
        "shift β then put every unit where it is of most use. When testing there is no batch: the running averages "
        "of mean and variance, kept while training, stand in for it."
    )
    use_when: ClassVar[str] = (
        "Deep networks that learn slowly, or not at all because their units saturate; batches of 10 or more."
    )
    avoid_when: ClassVar[str] = (
        "Batches of a few samples, whose mean and variance are mostly chance; with one sample nothing is left."
    )
    source: ClassVar[str] = "Ioffe and Szegedy, Batch Normalization (2015), algorithm 1"
    order: ClassVar[int] = 30
    compares_samples: ClassVar[bool] = True

    momentum: float = parameter(
        0.1,
        title="Momentum",
        description="Share of each new batch in the running averages that are used when testing.",
        above=0.0,
        high=1.0,
        step=0.05,
        live=True,
    )
    epsilon: float = parameter(
        1e-5,
        title="Epsilon",
        description="Added to the variance, so that units that never change do not divide by zero.",
        low=1e-8,
        high=1.0,
        scale="log",
        live=True,
    )

    def parameters(self, inputs: Shape) -> tuple[ParameterPlan, ...]:
        """Return scale and shift, which are learned, and the running mean and variance, each (features)."""
        units = features_in(inputs, self.title)
        return (
            *super().parameters(inputs),
            per_unit("running_mean", units, 0.0, learned=False),
            per_unit("running_variance", units, 1.0, learned=False),
        )

    def multiply_adds(self, inputs: Shape) -> int:
        """Return one for each unit: when the network is used, all constants fold into one factor and one sum."""
        return features_in(inputs, self.title)

    def operations(self, inputs: Shape) -> tuple[Operation, ...]:
        """Return one operation."""
        return (NormalizingByBatch(features_in(inputs, self.title), self.momentum, self.epsilon),)

    def torch(self, inputs: Shape, randomness: RandomSource) -> Module:
        """Return a module that keeps running averages."""
        from engine.layers.torch_batch_norm import BatchNormModule

        return BatchNormModule(features_in(inputs, self.title), self.momentum, self.epsilon)
