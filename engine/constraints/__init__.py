"""Constraints: what the weights of a layer have to keep to after every step. One kind per file."""

from engine.constraints.constraint import Constraint

__all__ = ["Constraint"]
