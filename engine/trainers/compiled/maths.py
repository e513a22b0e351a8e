"""Elementary functions in a form that the processor does on many numbers at once.

There is no vector math library under numba here: ``math.exp`` in a loop stays one call after another. These
polynomial and rational float32 forms have no calls and no branches, so LLVM turns a loop over them into vector
code. Each stands in for the function of the same name in ``engine.concepts.scalar`` wherever a kind is compiled.
Errors are those measured against float64 over the whole range.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba.extending import overload

from engine.concepts import scalar
from engine.trainers.compilation import INTERNAL, inline
from engine.trainers.compiled.registers import bits_to_float, float_to_bits

f32 = np.float32
i32 = np.int32

LN2_HIGH = f32(0.693359375)
LN2_LOW = f32(-2.12194440e-4)
"""ln 2 in two parts, the first short enough that small multiples of it are exact."""
PI_HIGH = f32(3.140625)
PI_MIDDLE = f32(9.67025756835938e-4)
PI_LOW = f32(6.27832957e-7)
"""π in three parts, in the same way."""


OPTIONS: Any = INTERNAL | {"forceinline": True}


def stands_for(original: Any) -> Any:
    """Decorate what compiled code does wherever a kind calls ``original``."""

    def register(fast: Any) -> Any:
        overload(original, strict=False, jit_options=OPTIONS)(lambda *_: fast)
        return inline(fast)

    return register


@stands_for(scalar.exp)
def exp(x):
    """Return eˣ, relative error 1e-7."""
    return _exp_within(min(max(x, f32(-87.0)), f32(88.0)))


@inline
def _exp_within(x):
    """Return eˣ where −87 ≤ x ≤ 88: 2ⁿ · eʳ with |r| ≤ ln 2 / 2 (Cephes, expf)."""
    n = np.floor(x * f32(1.4426950408889634) + f32(0.5))
    r = x - n * LN2_HIGH
    r = r - n * LN2_LOW
    p = f32(1.9875691500e-4)
    p = p * r + f32(1.3981999507e-3)
    p = p * r + f32(8.3334519073e-3)
    p = p * r + f32(4.1665795894e-2)
    p = p * r + f32(1.6666665459e-1)
    p = p * r + f32(5.0000001201e-1)
    p = p * r * r + r + f32(1)
    return p * bits_to_float(i32((i32(n) + i32(127)) << i32(23)))


@stands_for(scalar.log)
def log(x):
    """Return ln x, relative error 1e-7: e · ln 2 + ln(1 + r) with √½ ≤ 1 + r < √2 (Cephes, logf)."""
    bits = float_to_bits(max(x, f32(1.17549435e-38)))
    e = f32(i32(bits >> i32(23)) - i32(126))
    m = bits_to_float(i32((bits & i32(0x007FFFFF)) | i32(0x3F000000)))
    small = m < f32(0.70710678)
    e = e - f32(1) if small else e
    r = (m + m if small else m) - f32(1)
    p = f32(7.0376836292e-2)
    p = p * r + f32(-1.1514610310e-1)
    p = p * r + f32(1.1676998740e-1)
    p = p * r + f32(-1.2420140846e-1)
    p = p * r + f32(1.4249322787e-1)
    p = p * r + f32(-1.6668057665e-1)
    p = p * r + f32(2.0000714765e-1)
    p = p * r + f32(-2.4999993993e-1)
    p = p * r + f32(3.3333331174e-1)
    square = r * r
    return r + (p * r * square - f32(0.5) * square) + LN2_LOW * e + LN2_HIGH * e


@stands_for(scalar.tanh)
def tanh(x):
    """Return tanh x, error 4e-7: the best quotient of so few terms (minimax), constant where float32 nearly is."""
    x = min(max(x, f32(-7.95)), f32(7.95))
    square = x * x
    p = square + f32(258.566559)
    p = p * square + f32(11335.0703)
    p = p * square + f32(87717.0156)
    q = f32(0.0215052757) * square + f32(20.8983822)
    q = q * square + f32(2087.77466)
    q = q * square + f32(40573.9648)
    q = q * square + f32(87717.0156)
    return x * p / q


@stands_for(scalar.sigmoid)
def sigmoid(x):
    """Return 1 / (1 + e⁻ˣ), error 2e-7."""
    return f32(0.5) * tanh(f32(0.5) * x) + f32(0.5)


@stands_for(scalar.softplus)
def softplus(x):
    """Return ln(1 + eˣ), error 2e-7 where x ≤ 1, relative error 1e-7 beyond."""
    e = _exp_within(max(-abs(x), f32(-87.0)))
    p = f32(4.61606821e-3)  # ln(1 + e) / e where 0 ≤ e ≤ 1, minimax
    p = p * e + f32(-2.69792452e-2)
    p = p * e + f32(7.40162134e-2)
    p = p * e + f32(-1.32976741e-1)
    p = p * e + f32(1.89301729e-1)
    p = p * e + f32(-2.47969881e-1)
    p = p * e + f32(3.33130509e-1)
    p = p * e + f32(-4.99991387e-1)
    p = p * e + f32(9.99999881e-1)
    return p * e + max(x, f32(0))


@stands_for(scalar.sin)
def sin(x):
    """Return sin x, error 2e-7 where |x| ≤ 1000: ± sin r with r = x − nπ, |r| ≤ π/2."""
    n = np.floor(x * f32(0.3183098861837907) + f32(0.5))
    return _half_wave(x, n, i32(n))


@stands_for(scalar.cos)
def cos(x):
    """Return cos x, error 2e-7 where |x| ≤ 1000: ± sin r with r = x − (n + ½)π, |r| ≤ π/2."""
    n = np.floor(x * f32(0.3183098861837907))
    return _half_wave(x, n + f32(0.5), i32(n) + i32(1))


@inline
def _half_wave(x, n, sign):
    """Return sin(x − nπ), negated where the integer ``sign`` is odd."""
    r = x - n * PI_HIGH
    r = r - n * PI_MIDDLE
    r = r - n * PI_LOW
    square = r * r
    p = f32(2.6083159809786593541503e-06)
    p = p * square + f32(-0.0001981069071916863322258)
    p = p * square + f32(0.00833307858556509017944336)
    p = p * square + f32(-0.166666597127914428710938)
    wave = p * square * r + r
    return -wave if sign & i32(1) else wave


@stands_for(scalar.sqrt)
def sqrt(x):
    """Return √x, which processors do by themselves."""
    return f32(math.sqrt(x))


@stands_for(scalar.size_bits)
def size_bits(x):
    """Return the bits of |x|."""
    return float_to_bits(x) & i32(0x7FFFFFFF)


@stands_for(scalar.power)
def power(x, exponent):
    """Return x to the power of a whole number, bit by bit and without a jump that depends on a bit."""
    result = 1.0
    if exponent * (1.0 - x) > 41.0:
        return 0.0
    while exponent:
        result *= x if exponent & 1 else 1.0
        x *= x
        exponent >>= 1
    return result


def compiled(function: Any) -> Any:
    """Compile a function that a kind is written in, with the forms above."""
    return inline(function)
