"""What the coach finds, as types."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict


class FoundAt(TypedDict):
    """The nodes that are meant; and by node the units, where it is not all of them."""

    nodes: list[str]
    units: dict[str, list[int]]


class MeasuredNumber(TypedDict):
    """One number that a rule went by, and the number that it was compared with."""

    label: str
    value: float
    threshold: float


class CoachPatch(TypedDict):
    """One field of the spec and its new value."""

    path: str
    value: Any


class CoachCure(TypedDict):
    """Changes that belong together, to be made in order; with ``reset`` training has to begin again to feel them."""

    label: str
    patches: list[CoachPatch]
    reset: bool


class CoachFinding(TypedDict):
    """One reason why the network does not learn as it could; the formula is MathML."""

    kind: str
    title: str
    severity: Literal["info", "warning", "fault"]
    seen: str
    why: str
    formula: str | None
    where: FoundAt
    evidence: list[MeasuredNumber]
    cures: list[CoachCure]


class CoachProbe(TypedDict):
    """The findings, the most serious first; none where all is well."""

    findings: list[CoachFinding]
