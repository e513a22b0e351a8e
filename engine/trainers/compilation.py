"""How the kernels are compiled."""

from __future__ import annotations

from typing import Any

import llvmlite.binding
import numba

from engine.trainers import cache

cache.use()
# Rows are whole registers long but often only one: an unrolled loop would leave such a row to its slow remainder.
llvmlite.binding.set_option("engine", "-force-vector-interleave=1")
# Loops over ten samples are over before what an unrolled one has to find out first pays.
llvmlite.binding.set_option("engine", "-unroll-runtime=false")

COMMON: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "boundscheck": False,
    # Sums may be reordered, products and sums fused. Infinities and NaN keep their meaning.
    "fastmath": {"reassoc", "contract", "nsz", "arcp"},
}

INTERNAL: dict[str, Any] = COMMON | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Nothing but other kernels calls these."""

part = numba.njit(**INTERNAL)
"""Decorates what kernels call."""

finite_part = numba.njit(
    **INTERNAL | {"fastmath": {*COMMON["fastmath"], "afn", "ninf"}}  # then a quotient is an estimate, refined
)
"""The same, where every number is known to be finite; divisions, which would take half of the time, are quicker."""

inline = numba.njit(**INTERNAL, inline="always")
"""Decorates small functions that always become part of their caller."""


def kernel(*signature: Any) -> Any:
    """Decorate what Python calls: compiled (or read from the cache) at once, for exactly these types, never again."""
    return numba.njit(signature, **COMMON, cache=True)
