"""Diagnoses: why a network learns or does not. One rule per file, each with its evidence and cures."""

from engine.diagnoses.coach import examine
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Cure, Finding, Measured

__all__ = ["Cure", "Diagnosis", "Evidence", "Finding", "Measured", "examine"]
