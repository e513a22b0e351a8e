"""What is done to LLVM's vectors while compiled code is made: lanes are picked, turned and summed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llvmlite import ir

FLOAT = ir.FloatType()
INT = ir.IntType(32)
FAST = ("reassoc", "contract", "nsz", "arcp")
"""Freedoms of rounding; infinities and NaN keep their meaning, since divergence is detected by them."""


def multiply_add(builder: Any, total: Any, x: Any, y: Any) -> Any:
    """Return total + x·y."""
    return builder.fadd(builder.fmul(x, y, flags=FAST), total, flags=FAST)


def spread(builder: Any, vector: Any, number: Any) -> Any:
    """Return a vector of this type with one number in all lanes."""
    empty = ir.Constant(vector, ir.Undefined)
    first = builder.insert_element(empty, number, ir.Constant(INT, 0))
    return pick(builder, first, empty, [0] * vector.count)


def pick(builder: Any, x: Any, y: Any, lanes: Sequence[int]) -> Any:
    """Return a vector of these lanes, those of y numbered after those of x."""
    return builder.shuffle_vector(x, y, ir.Constant(ir.VectorType(INT, len(lanes)), list(lanes)))


def by_column(builder: Any, rows: Sequence[Any]) -> list[Any]:
    """Return four vectors, of which number i holds every fourth column of four rows, from column i on."""
    lanes = rows[0].type.count
    pairs = ((rows[0], rows[1]), (rows[2], rows[3]))
    low = [pick(builder, x, y, in_fours(lanes, 0, lanes, 1, lanes + 1)) for x, y in pairs]
    high = [pick(builder, x, y, in_fours(lanes, 2, lanes + 2, 3, lanes + 3)) for x, y in pairs]
    return [
        pick(builder, first, second, in_fours(lanes, *places))
        for first, second in (low, high)
        for places in ((0, 1, lanes, lanes + 1), (2, 3, lanes + 2, lanes + 3))
    ]


def in_fours(lanes: int, *places: int) -> list[int]:
    """Return the numbers of these places in every four of so many lanes."""
    return [first + place for first in range(0, lanes, 4) for place in places]


def lane_sums(builder: Any, four: Sequence[Any]) -> Any:
    """Return a vector of four: the sum over the lanes of each of ``four``, by folding halves onto each other."""

    def fold(x: Any, y: Any, left: Sequence[int], right: Sequence[int]) -> Any:
        return builder.fadd(pick(builder, x, y, left), pick(builder, x, y, right), flags=FAST)

    width = four[0].type.count
    front = in_fours(width, 0, 1, width, width + 1)
    back = in_fours(width, 2, 3, width + 2, width + 3)
    even = in_fours(width, 0, 2, width, width + 2)
    odd = in_fours(width, 1, 3, width + 1, width + 3)
    total = fold(fold(four[0], four[1], front, back), fold(four[2], four[3], front, back), even, odd)
    while width > len(four):
        width //= 2
        total = fold(total, total, range(width), range(width, 2 * width))
    return total
