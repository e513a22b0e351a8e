"""The distributions that first values come from, with what theory says of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Distribution(Protocol):
    """Where a number comes from, and what to expect of it."""

    @property
    def mean(self) -> float:
        """The expected value."""

    @property
    def standard_deviation(self) -> float:
        """The root of the expected squared distance from the mean."""

    @property
    def bounds(self) -> tuple[float, float]:
        """The lowest and highest value that can come."""

    def draw(self, generator: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Return independent numbers of the given shape."""


@dataclass(frozen=True)
class Always:
    """One and the same value."""

    value: float

    @property
    def mean(self) -> float:
        """The value."""
        return self.value

    @property
    def standard_deviation(self) -> float:
        """None."""
        return 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """The value, twice."""
        return (self.value, self.value)

    def draw(self, generator: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Return the value everywhere."""
        return np.full(shape, self.value)


@dataclass(frozen=True)
class Uniformly:
    """Any value between two bounds, all equally likely."""

    low: float
    high: float

    @property
    def mean(self) -> float:
        """The middle."""
        return (self.low + self.high) / 2

    @property
    def standard_deviation(self) -> float:
        """The width over the root of 12."""
        return (self.high - self.low) / sqrt(12)

    @property
    def bounds(self) -> tuple[float, float]:
        """The two bounds."""
        return (self.low, self.high)

    def draw(self, generator: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Return numbers between the bounds."""
        return generator.uniform(self.low, self.high, shape)


@dataclass(frozen=True)
class Normally:
    """A bell curve around zero."""

    standard_deviation: float

    @property
    def mean(self) -> float:
        """Zero."""
        return 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """None."""
        return (-inf, inf)

    def draw(self, generator: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Return normal numbers."""
        return generator.normal(0.0, self.standard_deviation, shape)


@dataclass(frozen=True)
class Coordinate:
    """One coordinate of a vector of fixed length in a random direction."""

    length: float
    dimensions: int

    @property
    def mean(self) -> float:
        """Zero."""
        return 0.0

    @property
    def standard_deviation(self) -> float:
        """The length over the root of the number of dimensions: every coordinate has the same share in it."""
        return self.length / sqrt(self.dimensions)

    @property
    def bounds(self) -> tuple[float, float]:
        """The length, in either direction."""
        return (-self.length, self.length)

    def draw(self, generator: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Return independent coordinates, each of a vector of its own."""
        first = generator.standard_normal(shape)
        others = generator.standard_normal((self.dimensions - 1, *shape))
        lengths = np.sqrt(first**2 + np.square(others).sum(axis=0))
        coordinates: NDArray[np.float64] = self.length * first / lengths
        return coordinates
