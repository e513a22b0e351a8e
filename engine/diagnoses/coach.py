"""All rules together: what is found, the most serious first, without what only follows from something else."""

from __future__ import annotations

from functools import cache

from engine.concepts import kinds
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import SEVERITIES, Finding


@cache
def rules() -> tuple[Diagnosis, ...]:
    """Return one of each kind, in the order of the family."""
    return tuple(kind() for kind in kinds(Diagnosis).values())  # type: ignore[misc]


def examine(evidence: Evidence) -> list[tuple[Diagnosis, Finding]]:
    """Return the rules that found something, with what they found; the most serious first."""
    if not evidence.samples:
        return []
    found = [(rule, finding) for rule in rules() if (finding := rule.examine(evidence)) is not None]
    names = {rule.kind_name() for rule, _ in found}
    kept = [(rule, finding) for rule, finding in found if not names & rule.follows_from]
    return sorted(kept, key=lambda pair: SEVERITIES.index(pair[1].severity))
