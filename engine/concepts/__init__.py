"""How a concept of the field (an activation, a loss, …) is defined once and found by everything else."""

from engine.concepts.concept import Concept
from engine.concepts.discovery import families, kinds
from engine.concepts.list_of import ListOf
from engine.concepts.parameter import parameter
from engine.concepts.scalar import F32

__all__ = ["F32", "Concept", "ListOf", "families", "kinds", "parameter"]
