"""Vector registers and plain float32 memory, for the loops where the time goes.

At this network size numba's array indexing (wraparound, views, reference counts) costs more than the arithmetic.
So all numbers of a training live in one block of memory: a kernel holds its address, and a number in it is an
offset. A register holds ``LANES`` of them; a few registers that are worked on together are a tuple, which LLVM keeps
in registers.
"""

# mypy: allow-untyped-calls
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llvmlite import ir
from numba import extending
from numba.core import types

from engine.trainers.cache import processor
from engine.trainers.compiled.vectors import (
    FAST,
    FLOAT,
    INT,
    by_column,
    lane_sums,
    multiply_add,
    pick,
    spread,
)

FEATURES = processor()[-1].split(",")
intrinsic: Any = extending.intrinsic

LANES = 16 if "+avx512f" in FEATURES else 8 if "+avx" in FEATURES else 4
"""How many float32 numbers the processor works on at once: 16 with AVX-512, 8 with AVX, else 4."""

GROUP = 4
"""Rows of weights and numbers of units are padded to a multiple of this, so that no inner loop has a remainder."""

TWO_GROUPS = 2 * GROUP


def padded(count: int, to: int = GROUP) -> int:
    """Return the smallest multiple of ``to`` that is at least ``count``."""
    return -(-count // to) * to


Address: Any = types.CPointer(types.float32)


class VectorType(types.Type):
    """The numba type of one register, or of a half or a quarter of one."""

    def __init__(self, lanes: int) -> None:
        super().__init__(name=f"float32x{lanes}")
        self.llvm = ir.VectorType(FLOAT, lanes)


@extending.register_model(VectorType)
class VectorModel(extending.models.PrimitiveModel):
    """A register is an LLVM vector."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, kind.llvm)


def _element(builder: Any, base: Any, offset: Any) -> Any:
    return builder.gep(base, [offset], inbounds=True)


def _load(builder: Any, kind: Any, base: Any, offset: Any) -> Any:
    value = builder.load(builder.bitcast(_element(builder, base, offset), kind.llvm.as_pointer()))
    value.align = 4
    return value


def _store(builder: Any, value: Any, base: Any, offset: Any) -> None:
    place = builder.bitcast(_element(builder, base, offset), value.type.as_pointer())
    builder.store(value, place).align = 4


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


@intrinsic(prefer_literal=True)
def load(_context: Any, _base: Any, _offset: Any, lanes: Any) -> Any:
    """Return a register of so many numbers from an offset on."""
    result = VectorType(lanes.literal_value)

    def generate(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        return _load(builder, result, args[0], args[1])

    return result(Address, types.intp, lanes), generate


@intrinsic(prefer_literal=True)
def load_rows(_context: Any, _base: Any, _start: Any, _stride: Any, count: Any, lanes: Any) -> Any:
    """Return ``count`` registers of so many numbers, one from each of so many rows, which lie ``stride`` apart."""
    rows = count.literal_value
    result = types.UniTuple(VectorType(lanes.literal_value), rows)

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        base, start, stride, *_ = args
        offsets = _offsets(builder, start, stride, rows)
        return _group(context, builder, result, [_load(builder, result.dtype, base, o) for o in offsets])

    return result(Address, types.intp, types.intp, count, lanes), generate


@intrinsic(prefer_literal=True)
def load_columns(_context: Any, _base: Any, _start: Any, _stride: Any, count: Any) -> Any:
    """Return the first ``count`` (at most ``TWO_GROUPS``) columns of ``TWO_GROUPS`` rows, ``stride`` apart."""
    columns, width = count.literal_value, padded(count.literal_value)
    result = types.UniTuple(VectorType(TWO_GROUPS), columns)

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        base, start, stride, _ = args
        offsets = _offsets(builder, start, stride, TWO_GROUPS)
        rows = [_load(builder, VectorType(width), base, offset) for offset in offsets]
        upper, lower = by_column(builder, rows[:GROUP]), by_column(builder, rows[GROUP:])
        found = []
        for i in range(columns):
            block = i // GROUP * GROUP
            lanes = [first + block + k for first in (0, width) for k in range(GROUP)]
            found.append(pick(builder, upper[i % GROUP], lower[i % GROUP], lanes))
        return _group(context, builder, result, found)

    return result(Address, types.intp, types.intp, count), generate


@intrinsic(prefer_literal=True)
def store_columns(_context: Any, _base: Any, _start: Any, columns: Any) -> Any:
    """Write registers as the first columns of rows of ``GROUP`` numbers, which lie side by side; the others are 0."""
    lanes = columns.dtype.llvm.count

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        base, start, group = args
        nothing = ir.Constant(columns.dtype.llvm, [0.0] * lanes)
        rows = by_column(
            builder, [*_registers(builder, group, columns.count), *[nothing] * (GROUP - columns.count)]
        )
        offsets = _offsets(builder, start, ir.Constant(start.type, TWO_GROUPS), lanes // 2)
        for number, offset in enumerate(offsets):
            block, first = divmod(number * 2, GROUP)
            places = [number * lanes + block * GROUP + k for number in range(2) for k in range(GROUP)]
            _store(builder, pick(builder, rows[first], rows[first + 1], places), base, offset)
        return context.get_dummy_value()

    return types.void(Address, types.intp, columns), generate


@intrinsic(prefer_literal=True)
def spread_rows(_context: Any, _base: Any, _start: Any, _stride: Any, count: Any) -> Any:
    """Return ``count`` registers, each filled with one number; the numbers lie ``stride`` apart."""
    rows = count.literal_value
    result = types.UniTuple(VectorType(LANES), rows)

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        base, start, stride, _ = args
        numbers = [builder.load(_element(builder, base, o)) for o in _offsets(builder, start, stride, rows)]
        return _group(
            context, builder, result, [spread(builder, result.dtype.llvm, number) for number in numbers]
        )

    return result(Address, types.intp, types.intp, count), generate


@intrinsic(prefer_literal=True)
def zeros(_context: Any, count: Any, lanes: Any) -> Any:
    """Return ``count`` registers of so many zeros."""
    kind = VectorType(lanes.literal_value)
    result = types.UniTuple(kind, count.literal_value)

    def generate(context: Any, builder: Any, _s: Any, _args: Any) -> Any:
        zero = ir.Constant(kind.llvm, [0.0] * kind.llvm.count)
        return _group(context, builder, result, [zero] * result.count)

    return result(count, lanes), generate


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
def add_products(_context: Any, sums: Any, _rows: Any, factor: Any) -> Any:
    """Return sums[i] + rows[i]·x, for two tuples of registers and a register x."""

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        totals, rows = (_registers(builder, group, sums.count) for group in args[:2])
        result = [multiply_add(builder, t, row, args[2]) for t, row in zip(totals, rows, strict=True)]
        return _group(context, builder, sums, result)

    return sums(sums, sums, factor), generate


@intrinsic
def add_scaled(_context: Any, sums: Any, _base: Any, _start: Any, _stride: Any, x: Any) -> Any:
    """Return sums[i] + w[i]·x, where the numbers w lie ``stride`` apart and x is a register."""

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        group, base, start, stride, factor = args
        offsets = _offsets(builder, start, stride, sums.count)
        result = []
        for total, offset in zip(_registers(builder, group, sums.count), offsets, strict=True):
            weight = spread(builder, x.llvm, builder.load(_element(builder, base, offset)))
            result.append(multiply_add(builder, total, weight, factor))
        return _group(context, builder, sums, result)

    return sums(sums, Address, types.intp, types.intp, x), generate


@intrinsic
def add_spread(_context: Any, total: Any, rows: Any, _base: Any, _start: Any) -> Any:
    """Return the register total + Σᵢ rows[i]·w[i], where the numbers w lie side by side."""

    def generate(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        result, group, base, start = args
        offsets = _offsets(builder, start, ir.Constant(start.type, 1), rows.count)
        for row, offset in zip(_registers(builder, group, rows.count), offsets, strict=True):
            number = spread(builder, total.llvm, builder.load(_element(builder, base, offset)))
            result = multiply_add(builder, result, row, number)
        return result

    return total(total, rows, Address, types.intp), generate


@intrinsic
def first_lanes(_context: Any, rows: Any, _count: Any) -> Any:
    """Return a tuple of registers with 0 in all lanes but the first ``count``."""

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        lanes = rows.dtype.llvm.count
        places = ir.VectorType(INT, lanes)
        limit = spread(builder, places, builder.trunc(args[1], INT))
        kept = builder.icmp_signed("<", ir.Constant(places, list(range(lanes))), limit)
        zero = ir.Constant(rows.dtype.llvm, [0.0] * lanes)
        found = [builder.select(kept, row, zero) for row in _registers(builder, args[0], rows.count)]
        return _group(context, builder, rows, found)

    return rows(rows, types.intp), generate


@intrinsic
def put_lane_sums(_context: Any, _base: Any, _offset: Any, rows: Any, _more: Any) -> Any:
    """Write the sums over the lanes of ``GROUP`` registers, each increased by ``more``, side by side."""

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        base, offset, group, more = args
        sums = lane_sums(builder, _registers(builder, group, rows.count))
        increased = builder.fadd(sums, spread(builder, sums.type, more), flags=FAST)
        _store(builder, increased, base, offset)
        return context.get_dummy_value()

    return types.void(Address, types.intp, rows, types.float32), generate


@intrinsic(prefer_literal=True)
def transpose_rows(
    _context: Any, _base: Any, _rows: Any, _width: Any, _columns: Any, _stride: Any, count: Any
) -> Any:
    """Turn ``count`` (``GROUP`` or twice as many) rows of ``LANES`` numbers, ``width`` apart, into columns.

    The ``count`` numbers of each sample go side by side to the offset ``columns``, those of the next sample
    ``stride`` further on. They are written at once, since they will be read at once.
    """
    number = count.literal_value

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        base, first_row, width, first_column, stride, _ = args
        kind = VectorType(LANES)
        rows = [_load(builder, kind, base, offset) for offset in _offsets(builder, first_row, width, number)]
        groups = [by_column(builder, rows[i : i + GROUP]) for i in range(0, number, GROUP)]
        for sample, offset in enumerate(_offsets(builder, first_column, stride, LANES)):
            vectors = [group[sample % GROUP] for group in groups]
            start = sample // GROUP * GROUP
            lanes = [
                first + start + k for first in range(0, number * LANES // GROUP, LANES) for k in range(GROUP)
            ]
            _store(builder, pick(builder, vectors[0], vectors[-1], lanes), base, offset)
        return context.get_dummy_value()

    return types.void(Address, types.intp, types.intp, types.intp, types.intp, count), generate


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
