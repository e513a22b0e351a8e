"""Loops over whole rows of values, for what several operations do."""

# mypy: allow-untyped-defs, allow-untyped-calls
# Compiled functions bear no types: numba finds them, and the tests run them.
from __future__ import annotations

from engine.trainers.compilation import inline
from engine.trainers.compiled.matrices import outer_products, pulled_back, row_products, transposed
from engine.trainers.compiled.registers import GROUP, get, put


@inline
def add_to(p, source, destination, count):
    """Add ``count`` numbers to others."""
    for i in range(count):
        put(p, destination + i, get(p, destination + i) + get(p, source + i))


@inline
def hand_on(p, source, destination, count, adds):
    """Write ``count`` numbers to others, or add them where ``adds`` says that something is already there."""
    if adds:
        add_to(p, source, destination, count)
    else:
        for i in range(count):
            put(p, destination + i, get(p, source + i))


@inline
def learn_products(p, gradients, outputs, inputs, d, a, x, samples, width):
    """Write the gradients of a matrix (outputs, inputs), from the rows d it gave and the rows a it read.

    ``x`` is room for as many rows.
    """
    grouped = outputs // GROUP * GROUP
    if grouped:
        transposed(p, inputs, a, x, width)
        outer_products(p, gradients, grouped, inputs, d, x, samples, width)
    for o in range(grouped, outputs):
        row_products(p, gradients + o * inputs, inputs, d + o * width, a, width)


@inline
def pull_back(p, weight, outputs, inputs, d, da, x, adds, width):
    """Write the rows da that a matrix read, or add to them, from the rows d it gave; ``x`` is room for as many."""
    pulled_back(p, weight, inputs, outputs, inputs, d, x if adds else da, width)
    if adds:
        add_to(p, x, da, inputs * width)
