"""The three ways to lay a plane through the weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.arithmetic.places import Place
from engine.errors import CommandError
from engine.generators import generator
from engine.landscape.flat import Floats, Layout
from engine.landscape.plane import Plane

WEIGHT_REACH = 2.0
RANDOM_REACH = 1.0
"""Li et al. show one norm to either side."""
TINY = 1e-12


def two_weights(layout: Layout, first: Place, second: Place) -> Plane:
    """Return the plane of two numbers, whose coordinates are the numbers themselves."""
    if first == second:
        raise CommandError(
            f"Both axes are {first.words()}.", "Choose another number for one of them, or random directions."
        )
    across, up = np.zeros(layout.size), np.zeros(layout.size)
    across[layout.position(first)] = 1.0
    up[layout.position(second)] = 1.0
    return Plane(np.zeros(layout.size), across, up, (first.words(), second.words()), WEIGHT_REACH)


def random_plane(layout: Layout, now: Floats, seed: int) -> Plane:
    """Return the plane through ``now`` of two random directions, each unit's as long as its weights are."""
    first = random_direction(layout, now, seed, 1)
    second = random_direction(layout, now, seed, 2, [first])
    axes = "random direction 1, as long as the weights", "random direction 2, as long as the weights"
    return Plane(now, first, second, axes, RANDOM_REACH)


def random_direction(
    layout: Layout, now: Floats, seed: int, number: int, others: Sequence[Floats] = ()
) -> Floats:
    """Return a direction whose part for each unit is as long as the unit's weights; biases do not change.

    Where all weights are 0, or too few to make a direction beside ``others``, it is one of all numbers and length 1.
    """
    drawn = generator(seed, f"landscape.{number}").standard_normal(layout.size)
    drawn /= np.linalg.norm(drawn)
    weights, direction = layout.parameters(now), np.zeros(layout.size)
    for name, shape in layout.shapes.items():
        if len(shape) > 1:
            units = weights[name].reshape(shape[0], -1).astype(np.float64)
            start = layout.starts[name]
            part = drawn[start : start + units.size].reshape(units.shape)
            length = np.linalg.norm(units, axis=1, keepdims=True) / np.linalg.norm(
                part, axis=1, keepdims=True
            )
            direction[start : start + units.size] = (length * part).ravel()
    beside = np.linalg.norm(direction - within(direction, others))
    return direction if beside > 1e-6 * np.linalg.norm(direction) + TINY else drawn


def within(direction: Floats, others: Sequence[Floats]) -> Floats:
    """Return the part of a direction that lies along others, which are at right angles to each other."""
    found = np.zeros(len(direction))
    for other in others:
        found += (direction @ other) / (other @ other) * other
    return found


def main_plane(layout: Layout, path: Floats, seed: int, before: Plane | None) -> Plane:
    """Return the plane of the path's two main components, through its start.

    Parameters
    ----------
    path : array (moments, numbers)
        From the start to now.
    seed : int
        For a random direction where the path has fewer than two of its own.
    before : Plane, optional
        The plane fitted last, with whose directions the new ones are to agree.
    """
    start = path[0]
    moved = path - path.mean(0)
    spread, left = np.linalg.eigh(moved @ moved.T)
    whole = max(float(spread.sum()), 0.0)
    directions: list[Floats] = []
    axes: list[str] = []
    for number, words in ((1, "main"), (2, "second")):
        variance = float(spread[-number]) if len(spread) >= number else 0.0
        if variance > TINY * max(whole, TINY):
            direction = left[:, -number] @ moved
            directions.append(direction / np.linalg.norm(direction))
            axes.append(f"{words} direction: {100 * variance / whole:.0f} % of the motion")
        else:
            random = random_direction(layout, start, seed, number, directions)
            random -= within(random, directions)
            directions.append(random / np.linalg.norm(random))
            axes.append("random direction: the path has no other yet")
    old = (path[-1] - start,) * 2 if before is None else (before.first, before.second)
    first, second = (new if new @ known >= 0 else -new for new, known in zip(directions, old, strict=True))
    explained = float(np.clip(spread[-2:].sum() / whole, 0, 1)) if whole > 0 else None
    reach = 0.25 * float(np.linalg.norm(path - start, axis=1).max()) or 0.5
    return Plane(start, first, second, (axes[0], axes[1]), reach, explained)
