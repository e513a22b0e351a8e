"""The family of diagnoses."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from engine.concepts import Concept
from engine.diagnoses.finding import Finding

if TYPE_CHECKING:
    from engine.diagnoses.evidence import Evidence


class Diagnosis(Concept):
    """A rule that recognizes one reason why a network does not learn as it could.

    The explanation says in two sentences why it happens. A rule looks at the evidence alone, so the same run
    at the same step always gets the same diagnosis.
    """

    title: ClassVar[str] = "Diagnosis"
    explanation: ClassVar[str] = "Why a network does not learn as it could, from what can be measured of it."

    follows_from: ClassVar[frozenset[str]] = frozenset()
    """Kinds of which this is only a consequence: where one of them is found, this is not told as well."""

    @classmethod
    def facts(cls) -> dict[str, Any]:
        """Return the kinds of which this is a consequence."""
        return {"follows_from": sorted(cls.follows_from)}

    @abstractmethod
    def examine(self, evidence: Evidence) -> Finding | None:
        """Return what was found, or nothing."""
