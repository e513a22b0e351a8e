"""Vector registers and plain float32 memory, for the loops where the time goes.

At this network size numba's array indexing (wraparound, views, reference counts) costs more than the arithmetic.
So all numbers of a training live in one block of memory: a kernel holds its address, and a number in it is an
offset. ``Vector`` is one register of ``LANES`` float32 numbers; a few registers that are worked on together are a
tuple, which LLVM keeps in registers.
"""

# mypy: allow-untyped-calls
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llvmlite import ir
from numba import extending
from numba.core import types

from engine.trainers.cache import processor

FEATURES = processor()[-1].split(",")
intrinsic: Any = extending.intrinsic

LANES = 16 if "+avx512f" in FEATURES else 8 if "+avx" in FEATURES else 4
"""How many float32 numbers the processor works on at once: 16 with AVX-512, 8 with AVX, else 4."""

GROUP = 4
"""Rows of weights and numbers of units are padded to a multiple of this, so that no inner loop has a remainder."""


def padded(count: int, to: int = GROUP) -> int:
    """Return the smallest multiple of ``to`` that is at least ``count``."""
    return -(-count // to) * to


FLOAT = ir.FloatType()
INT = ir.IntType(32)
REGISTER = ir.VectorType(FLOAT, LANES)
FAST = ("reassoc", "contract", "nsz", "arcp")
"""Freedoms of rounding; infinities and NaN keep their meaning, since divergence is detected by them."""

Address: Any = types.CPointer(types.float32)


class VectorType(types.Type):
    """The numba type of one register."""

    def __init__(self) -> None:
        super().__init__(name=f"float32x{LANES}")


Vector = VectorType()


@extending.register_model(VectorType)
class VectorModel(extending.models.PrimitiveModel):
    """A register is an LLVM vector."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, REGISTER)


def _element(builder: Any, base: Any, offset: Any) -> Any:
    return builder.gep(base, [offset], inbounds=True)


def _load(builder: Any, base: Any, offset: Any) -> Any:
    value = builder.load(builder.bitcast(_element(builder, base, offset), REGISTER.as_pointer()))
    value.align = 4
    return value


def _store(builder: Any, value: Any, base: Any, offset: Any) -> None:
    place = builder.bitcast(_element(builder, base, offset), value.type.as_pointer())
    builder.store(value, place).align = 4


def _spread(builder: Any, number: Any) -> Any:
    empty = ir.Constant(REGISTER, ir.Undefined)
    first = builder.insert_element(empty, number, ir.Constant(INT, 0))
    return builder.shuffle_vector(first, empty, ir.Constant(ir.VectorType(INT, LANES), [0] * LANES))


def _multiply_add(builder: Any, total: Any, x: Any, y: Any) -> Any:
    return builder.fadd(builder.fmul(x, y, flags=FAST), total, flags=FAST)


def _offsets(builder: Any, start: Any, stride: Any, count: int) -> list[Any]:
    found = [start]
    for _ in range(count - 1):
        found.append(builder.add(found[-1], stride))
    return found


def _registers(builder: Any, group: Any, count: int) -> list[Any]:
    return [builder.extract_value(group, i) for i in range(count)]


def _group(context: Any, builder: Any, kind: Any, registers: Sequence[Any]) -> Any:
    return context.make_tuple(builder, kind, registers)


@intrinsic
def address(_context: Any, memory: Any) -> Any:
    """Return the address of an array's first number."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return context.make_array(sig.args[0])(context, builder, args[0]).data

    return types.CPointer(memory.dtype)(memory), generate


@intrinsic
def entry(_context: Any, rows: Any, _number: Any) -> Any:
    """Return one row of a table, from the address of the first."""

    def generate(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        return _element(builder, args[0], args[1])

    return rows.dtype(rows, types.intp), generate


@intrinsic
def move(_context: Any, _base: Any, _offset: Any) -> Any:
    """Return the address of the number at an offset."""

    def generate(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        return _element(builder, args[0], args[1])

    return Address(Address, types.intp), generate


@intrinsic
def get(_context: Any, _base: Any, _offset: Any) -> Any:
    """Return the number at an offset."""

    def generate(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        return builder.load(_element(builder, args[0], args[1]))

    return types.float32(Address, types.intp), generate


@intrinsic
def put(_context: Any, _base: Any, _offset: Any, _number: Any) -> Any:
    """Write a number at an offset."""

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        builder.store(args[2], _element(builder, args[0], args[1]))
        return context.get_dummy_value()

    return types.void(Address, types.intp, types.float32), generate


@intrinsic
def load(_context: Any, _base: Any, _offset: Any) -> Any:
    """Return the register of ``LANES`` numbers from an offset on."""

    def generate(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        return _load(builder, args[0], args[1])

    return Vector(Address, types.intp), generate


@intrinsic(prefer_literal=True)
def load_rows(_context: Any, _base: Any, _start: Any, _stride: Any, count: Any) -> Any:
    """Return ``count`` registers, one from each of so many rows, which lie ``stride`` apart."""
    rows = count.literal_value
    result = types.UniTuple(Vector, rows)

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        base, start, stride, _ = args
        loaded = [_load(builder, base, offset) for offset in _offsets(builder, start, stride, rows)]
        return _group(context, builder, result, loaded)

    return result(Address, types.intp, types.intp, count), generate


@intrinsic(prefer_literal=True)
def spread_rows(_context: Any, _base: Any, _start: Any, _stride: Any, count: Any) -> Any:
    """Return ``count`` registers, each filled with one number; the numbers lie ``stride`` apart."""
    rows = count.literal_value
    result = types.UniTuple(Vector, rows)

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        base, start, stride, _ = args
        numbers = [builder.load(_element(builder, base, o)) for o in _offsets(builder, start, stride, rows)]
        return _group(context, builder, result, [_spread(builder, number) for number in numbers])

    return result(Address, types.intp, types.intp, count), generate


@intrinsic(prefer_literal=True)
def zeros(_context: Any, count: Any) -> Any:
    """Return ``count`` registers of zeros."""
    rows = count.literal_value
    result = types.UniTuple(Vector, rows)

    def generate(context: Any, builder: Any, _s: Any, _args: Any) -> Any:
        zero = ir.Constant(REGISTER, [0.0] * LANES)
        return _group(context, builder, result, [zero] * rows)

    return result(count), generate


@intrinsic
def store_rows(_context: Any, _base: Any, _start: Any, _stride: Any, rows: Any) -> Any:
    """Write a tuple of registers, one into each row; the rows lie ``stride`` apart."""

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        base, start, stride, group = args
        offsets = _offsets(builder, start, stride, rows.count)
        for register, offset in zip(_registers(builder, group, rows.count), offsets, strict=True):
            _store(builder, register, base, offset)
        return context.get_dummy_value()

    return types.void(Address, types.intp, types.intp, rows), generate


@intrinsic
def add_rows(_context: Any, sums: Any, _rows: Any) -> Any:
    """Return sums[i] + rows[i], for two tuples of registers."""

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        pairs = zip(*(_registers(builder, group, sums.count) for group in args), strict=True)
        return _group(context, builder, sums, [builder.fadd(x, y, flags=FAST) for x, y in pairs])

    return sums(sums, sums), generate


@intrinsic
def add_scaled(_context: Any, sums: Any, _base: Any, _start: Any, _stride: Any, _x: Any) -> Any:
    """Return sums[i] + w[i]·x, where the numbers w lie ``stride`` apart and x is a register."""

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        group, base, start, stride, x = args
        offsets = _offsets(builder, start, stride, sums.count)
        result = []
        for total, offset in zip(_registers(builder, group, sums.count), offsets, strict=True):
            weight = _spread(builder, builder.load(_element(builder, base, offset)))
            result.append(_multiply_add(builder, total, weight, x))
        return _group(context, builder, sums, result)

    return sums(sums, Address, types.intp, types.intp, Vector), generate


@intrinsic
def add_outer(_context: Any, sums: Any, xs: Any, ys: Any) -> Any:
    """Return sums[i, j] + x[i]·y[j] for all pairs; ``sums`` is one flat tuple, j counting fastest."""

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        totals = _registers(builder, args[0], sums.count)
        left = _registers(builder, args[1], xs.count)
        right = _registers(builder, args[2], ys.count)
        pairs = [(x, y) for x in left for y in right]
        result = [_multiply_add(builder, total, *pair) for total, pair in zip(totals, pairs, strict=True)]
        return _group(context, builder, sums, result)

    return sums(sums, xs, ys), generate


@intrinsic
def put_lane_sums(_context: Any, _base: Any, _start: Any, _stride: Any, rows: Any) -> Any:
    """Write the sum over the lanes of every register: four numbers side by side, then ``stride`` further on."""

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        base, start, stride, group = args
        registers = _registers(builder, group, rows.count)
        offsets = _offsets(builder, start, stride, rows.count // GROUP)
        for i, offset in enumerate(offsets):
            _store(builder, _lane_sums(builder, registers[GROUP * i : GROUP * (i + 1)]), base, offset)
        return context.get_dummy_value()

    return types.void(Address, types.intp, types.intp, rows), generate


def _lane_sums(builder: Any, four: Sequence[Any]) -> Any:
    """Return a vector of four: the sum over the lanes of each register, by folding halves onto each other."""

    def pick(x: Any, y: Any, lanes: Sequence[int]) -> Any:
        return builder.shuffle_vector(x, y, ir.Constant(ir.VectorType(INT, len(lanes)), list(lanes)))

    def fold(x: Any, y: Any, left: Sequence[int], right: Sequence[int]) -> Any:
        return builder.fadd(pick(x, y, left), pick(x, y, right), flags=FAST)

    def lanes_of(*of_each_four: int) -> list[int]:
        """Take these places of every four lanes, from the first register and then from the second."""
        return [
            first + register * LANES + lane
            for first in range(0, LANES, 4)
            for register in (0, 1)
            for lane in of_each_four
        ]

    low = fold(four[0], four[1], lanes_of(0, 1), lanes_of(2, 3))
    high = fold(four[2], four[3], lanes_of(0, 1), lanes_of(2, 3))
    total = fold(low, high, lanes_of(0, 2), lanes_of(1, 3))
    width = LANES
    while width > GROUP:
        half = width // 2
        total = fold(total, total, range(half), range(half, width))
        width = half
    return total


@intrinsic
def bits_to_float(_context: Any, _bits: Any) -> Any:
    """Return the float32 number with these bits."""

    def generate(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        return builder.bitcast(args[0], FLOAT)

    return types.float32(types.int32), generate


@intrinsic
def float_to_bits(_context: Any, _number: Any) -> Any:
    """Return the bits of a float32 number."""

    def generate(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        return builder.bitcast(args[0], INT)

    return types.int32(types.float32), generate
