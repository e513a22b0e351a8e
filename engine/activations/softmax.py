"""Softmax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.activations.layer_activation import LayerActivation
from engine.concepts import F32
from engine.concepts.scalar import exp

if TYPE_CHECKING:
    from torch import Tensor


class Softmax(LayerActivation):
    """Shares of a layer's units in one whole, larger preactivations getting the larger shares."""

    kind: Literal["softmax"] = "softmax"
    title: ClassVar[str] = "Softmax"
    formula: ClassVar[str] = r"a_k = \frac{e^{z_k}}{\sum_j e^{z_j}}"
    explanation: ClassVar[str] = (
        "Turns the sums of a whole layer into shares that are positive and add up to 1, so that the output can be "
        "read as the probability of each class. If one share grows, the others shrink."
    )
    use_when: ClassVar[str] = "The output of a network that tells several classes apart."
    avoid_when: ClassVar[str] = (
        "Hidden layers, whose units would only compete; classes that can be true at the same time."
    )
    source: ClassVar[str] = (
        "Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs (1990), equation 7"
    )
    order: ClassVar[int] = 80

    def bounds(self) -> tuple[float, float]:
        """Return 0 and 1."""
        return (0.0, 1.0)

    @staticmethod
    def layer_value(z: Any, a: Any, spare: Any) -> None:
        """Write eᶻ / Σ eᶻ, with the largest z of each sample taken off first so that nothing overflows."""
        units, batch = z.shape
        largest, total = spare[0], spare[1]
        for j in range(batch):
            largest[j] = z[0, j]
            total[j] = F32(0)
        for k in range(1, units):
            for j in range(batch):
                largest[j] = max(largest[j], z[k, j])
        for k in range(units):
            for j in range(batch):
                a[k, j] = exp(z[k, j] - largest[j])
                total[j] += a[k, j]
        for j in range(batch):
            total[j] = F32(1) / total[j]
        for k in range(units):
            for j in range(batch):
                a[k, j] *= total[j]

    @staticmethod
    def layer_derivative(a: Any, d: Any, spare: Any) -> None:
        """Write a (d − Σ a d): the product of dL/da with the whole matrix of derivatives."""
        units, batch = a.shape
        total = spare[0]
        for j in range(batch):
            total[j] = F32(0)
        for k in range(units):
            for j in range(batch):
                total[j] += a[k, j] * d[k, j]
        for k in range(units):
            for j in range(batch):
                d[k, j] = a[k, j] * (d[k, j] - total[j])

    def torch(self, z: Tensor) -> Tensor:
        """Return eᶻ / Σ eᶻ along the units."""
        return z.softmax(1)
