"""Why the network learns, or does not."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, Literal

from engine.concepts.catalog import to_mathml
from engine.diagnoses import Diagnosis, Evidence, Finding, examine
from engine.probes.probe import Payload, Probe
from engine.subject import Subject


class Coach(Probe):
    """What holds the network back, by rules that look at its own numbers."""

    kind: Literal["coach"] = "coach"
    title: ClassVar[str] = "Coach"
    formula: ClassVar[str] = r"\text{evidence} \rightarrow \text{finding} \rightarrow \text{cure}"
    explanation: ClassVar[str] = (
        "Looks at the run's own gradients, units and curves for the known reasons why networks do not learn. Each "
        "finding comes with the numbers that it goes by, with the reason, and with changes that mend it."
    )
    source: ClassVar[str] = "The source of each rule stands with the rule"
    order: ClassVar[int] = 90
    view: ClassVar[str] = "coach"
    pause: ClassVar[float] = 0.5

    def measure(self, subject: Subject) -> Payload:
        """Return the findings, the most serious first."""
        return {"findings": [document(*found) for found in examine(Evidence.of(subject))]}


@cache
def formula_of(latex: str) -> str | None:
    """Return a rule's formula as MathML; the conversion takes longer than the diagnosis."""
    return to_mathml(latex)


def document(rule: Diagnosis, finding: Finding) -> dict[str, Any]:
    """Return a finding as the wire carries it."""
    return {
        "kind": rule.kind_name(),
        "title": rule.title,
        "severity": finding.severity,
        "seen": finding.seen,
        "why": rule.explanation,
        "formula": formula_of(rule.formula),
        "where": {
            "nodes": list(finding.nodes),
            "units": {name: list(at) for name, at in finding.units.items()},
        },
        "evidence": [
            {"label": each.label, "value": each.value, "threshold": each.threshold}
            for each in finding.evidence
        ],
        "cures": [
            {
                "label": cure.label,
                "patches": [{"path": path, "value": value} for path, value in cure.patches],
                "reset": cure.reset,
            }
            for cure in finding.cures
        ],
    }
