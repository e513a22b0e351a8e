"""Activations: what a unit makes of its weighted sum. One kind per file."""

from engine.activations.activation import Activation

__all__ = ["Activation"]
