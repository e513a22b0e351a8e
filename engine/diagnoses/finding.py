"""What a rule has found: a sentence, the places, the numbers, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["info", "warning", "fault"]
SEVERITIES: tuple[Severity, ...] = ("fault", "warning", "info")
"""Most serious first."""


@dataclass(frozen=True)
class Measured:
    """One number that a rule went by, and the number that it was compared with."""

    label: str
    value: float
    threshold: float


@dataclass(frozen=True)
class Cure:
    """Changes of the spec that belong together, and what they are called.

    A training that is over cannot take up a changed setting: with ``reset`` it has to begin again.
    """

    label: str
    patches: tuple[tuple[str, Any], ...]
    """Path and value, to be applied one after the other."""
    reset: bool = False


@dataclass(frozen=True)
class Finding:
    """What is seen, where, how it was measured, and the cures, the best one first."""

    severity: Severity
    seen: str
    """One sentence with the run's own numbers."""
    nodes: tuple[str, ...] = ()
    units: Mapping[str, list[int]] = field(default_factory=dict)
    """By node, the units that are meant, where it is not all of them."""
    evidence: tuple[Measured, ...] = ()
    cures: tuple[Cure, ...] = ()


def number(value: float) -> str:
    """Return a number in words of a sentence: two or three digits, powers of ten written out."""
    if value == 0 or 1e-3 <= abs(value) < 1e4:
        return f"{value:.3g}".replace("-", "−")
    digits, exponent = f"{value:.1e}".split("e")
    return f"{digits} · 10{str(int(exponent)).translate(RAISED)}".replace("-", "−")


RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def percent(share: float) -> str:
    """Return a share in whole percent."""
    return f"{100 * share:.0f} %"
