"""Functions of one number that a kind is written in.

They run as they stand in Python, on float32 numbers, wherever a figure or a table is needed. The compiled
trainer replaces each by a form that the processor can do on many numbers at once
(``engine/trainers/compiled/maths.py``), so one definition serves both.
"""

from __future__ import annotations

import math

import numpy as np

Number = float | np.float32
F32 = np.float32
"""Constants of a kind are float32, so that compiled code does not fall back to float64."""


def exp(x: Number) -> np.float32:
    """Return e to the power x; x is kept within float32's range of −87 … 88."""
    return F32(math.exp(min(max(x, -87.0), 88.0)))


def log(x: Number) -> np.float32:
    """Return the natural logarithm of x, at least that of the smallest normal float32."""
    return F32(math.log(max(x, 1.17549435e-38)))


def tanh(x: Number) -> np.float32:
    """Return the hyperbolic tangent of x."""
    return F32(math.tanh(x))


def sigmoid(x: Number) -> np.float32:
    """Return 1 / (1 + e⁻ˣ)."""
    return F32(0.5 * math.tanh(0.5 * x) + 0.5)


def softplus(x: Number) -> np.float32:
    """Return log(1 + eˣ), without overflow."""
    return F32(max(x, 0.0) + math.log1p(math.exp(-abs(float(x)))))


def power(x: float, exponent: int) -> float:
    """Return x, between 0 and 1, to the power of a whole number, in float64.

    It is 0 where it would be below 1e-17 anyway, which 1 − power(x, exponent) does not notice.
    """
    return 0.0 if exponent * (1.0 - x) > 41.0 else float(x) ** int(exponent)


def sin(x: Number) -> np.float32:
    """Return the sine of x in radians."""
    return F32(math.sin(x))


def cos(x: Number) -> np.float32:
    """Return the cosine of x in radians."""
    return F32(math.cos(x))


def sqrt(x: Number) -> np.float32:
    """Return the square root of x."""
    return F32(math.sqrt(x))


def size_bits(x: Number) -> int:
    """Return the bits of |x| as an integer: sizes are ordered as these are."""
    return int(np.abs(F32(x)).view(np.int32))
