"""Numbers too small for full precision (denormals) count as 0 while a kernel trains.

Processors of the x86 family take over a hundred cycles for each. They come up where units are silent: a moving average
of their gradients fades, step by step. A network of ReLU took up to five times as long for them.
"""

# mypy: allow-untyped-calls
from __future__ import annotations

import platform
from typing import Any

from llvmlite import ir
from numba.core import types

from engine.trainers.compiled.registers import intrinsic
from engine.trainers.compiled.vectors import INT

FLUSH = 0x8040 if platform.machine() in {"x86_64", "AMD64"} else 0
"""The bits of the control register that ask for it (flush to zero, denormals are zero); elsewhere they cost little."""


def _with_register(builder: Any, name: str, place: Any) -> None:
    """Call LLVM's function of this name, which reads or writes the control register."""
    pointer = ir.IntType(8).as_pointer()
    function = builder.module.declare_intrinsic(
        f"llvm.x86.sse.{name}", (), ir.FunctionType(ir.VoidType(), [pointer])
    )
    builder.call(function, [builder.bitcast(place, pointer)])


@intrinsic
def flush_denormals(_context: Any) -> Any:
    """Let denormals count as 0 from now on; return what ``use_denormals`` is to be given in the end."""

    def generate(_c: Any, builder: Any, _s: Any, _args: Any) -> Any:
        if not FLUSH:
            return ir.Constant(INT, 0)
        place = builder.alloca(INT)
        _with_register(builder, "stmxcsr", place)
        before = builder.load(place)
        builder.store(builder.or_(before, ir.Constant(INT, FLUSH)), place)
        _with_register(builder, "ldmxcsr", place)
        return before

    return types.int32(), generate


@intrinsic
def use_denormals(_context: Any, _before: Any) -> Any:
    """Go back to how they counted before."""

    def generate(context: Any, builder: Any, _s: Any, args: Any) -> Any:
        if FLUSH:
            place = builder.alloca(INT)
            builder.store(args[0], place)
            _with_register(builder, "ldmxcsr", place)
        return context.get_dummy_value()

    return types.void(types.int32), generate
