"""The statistics of a load: shares, quantiles, growth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any


def jain(shares: Sequence[float]) -> float:
    """Jain's index of fairness: 1 where all have the same, 1/n where one has everything."""
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else 0.0


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least such a share of all values does not exceed; NaN of none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def growth(size: float, value: float, larger_size: float, larger_value: float) -> float:
    """The exponent e with which a cost grows as size to the power of e, between two sizes."""
    if min(value, larger_value) <= 0:
        return math.nan
    return math.log(larger_value / value) / math.log(larger_size / size)


def histogram_quantile(buckets: Sequence[tuple[float, float]], share: float) -> float:
    """The upper bound of the bucket in which a quantile lies; ``buckets`` are (bound, count up to it)."""
    total = buckets[-1][1] if buckets else 0.0
    if not total:
        return math.nan
    return next(bound for bound, count in buckets if count >= share * total)


def finite(value: Any) -> Any:
    """Figures as JSON can hold them: None in the place of what was not measured, or lies beyond the last bucket."""
    if isinstance(value, Mapping):
        return {name: finite(part) for name, part in value.items()}
    if isinstance(value, list):
        return [finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
