"""One compiled function out of many, chosen by a number while the program runs."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.trainers.compilation import part


def one_of(functions: Sequence[Any]) -> Any:
    """Return ``choose(code, *arguments)``, which calls ``functions[code](*arguments)``.

    It is a chain of comparisons, so that every function becomes part of the caller and its loop stays whole.
    The functions take and return the same types; a code beyond the last chooses the last.
    """
    first, *rest = functions
    if not rest:

        @part
        def only(_code, *arguments):
            return first(*arguments)

        return only

    otherwise = one_of(rest)

    @part
    def choose(code, *arguments):
        if code == 0:
            return first(*arguments)
        return otherwise(code - 1, *arguments)

    return choose
