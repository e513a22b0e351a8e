"""Orthogonal initialization."""

from __future__ import annotations

from math import prod
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.concepts import parameter
from engine.initializers.distribution import Coordinate, Distribution
from engine.initializers.initializer import Initializer


class Orthogonal(Initializer):
    """A random rotation, stretched: weight vectors at right angles, all of one length."""

    kind: Literal["orthogonal"] = "orthogonal"
    gain: float = parameter(
        1.0,
        title="Gain",
        description="How long each weight vector is. 1 keeps lengths; ReLU units want 1.41, the root of 2.",
        above=0.0,
        high=10.0,
        step=0.05,
    )
    title: ClassVar[str] = "Orthogonal"
    formula: ClassVar[str] = r"W^{\top} W = g^2 I"
    explanation: ClassVar[str] = (
        "The weights of a layer form a random rotation, so its units look in directions at right angles and no two "
        "start alike. A rotation changes the length of no vector: signals and gradients pass exactly as large as "
        "they were, where other rules keep their size only on average."
    )
    use_when: ClassVar[str] = "Deep networks of layers of one width, and recurrent networks."
    avoid_when: ClassVar[str] = (
        "Layers with far more units than inputs: only as many directions as inputs can be at right angles."
    )
    source: ClassVar[str] = (
        "Saxe, McClelland and Ganguli, Exact Solutions to the Nonlinear Dynamics of Learning (2014)"
    )
    order: ClassVar[int] = 90

    def distribution(self, fan_in: int, fan_out: int) -> Distribution:
        """Return what one weight follows: a coordinate of a vector of length ``gain`` in a random direction."""
        return Coordinate(self.gain, max(fan_in, fan_out))

    def draw(
        self, generator: np.random.Generator, shape: tuple[int, ...], fan_in: int, fan_out: int
    ) -> NDArray[np.float64]:
        """Return a matrix (out_features, …) whose rows or columns, whichever are fewer, are orthogonal.

        Biases have no rows and columns: they are drawn independently.
        """
        if len(shape) < 2:
            return super().draw(generator, shape, fan_in, fan_out)
        rows, columns = shape[0], prod(shape[1:])
        normal = generator.standard_normal((max(rows, columns), min(rows, columns)))
        q, r = np.linalg.qr(normal)
        # Without the signs of R's diagonal some rotations would come more often than others (Mezzadri, 2007).
        q = q * np.sign(np.diag(r))
        return self.gain * (q if rows >= columns else q.T).reshape(shape)
