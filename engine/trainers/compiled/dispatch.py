"""One compiled function out of many, chosen by a number while the program runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.trainers.compilation import part


def one_of(functions: Sequence[Any]) -> Any:
    """Return ``choose(code, *arguments)``, which calls ``functions[code](*arguments)``.

    It is written out as a chain of comparisons, so that each function becomes part of it and loops stay whole;
    numba has no other way that neither costs a call through a pointer nor compiles for minutes. All functions
    take and return the same types.
    """
    lines = ["def choose(code, *arguments):"]
    for code in range(len(functions)):
        lines += [f"    if code == {code}:", f"        return function{code}(*arguments)"]
    lines += [f"    return function{len(functions) - 1}(*arguments)"]
    names = {f"function{code}": function for code, function in enumerate(functions)}
    exec("\n".join(lines), names)  # noqa: S102 — nothing in these lines comes from outside
    return part(names["choose"])
