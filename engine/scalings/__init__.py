"""Scalings: how features are brought to a common size. One kind per file."""

from engine.scalings.scaling import Scaling

__all__ = ["Scaling"]
