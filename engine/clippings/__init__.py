"""Gradient clipping: bounds on how far one step can be pulled. One kind per file."""

from engine.clippings.clipping import Clipping

__all__ = ["Clipping"]
