"""Initializers: where the weights start. One kind per file."""

from engine.initializers.initializer import Initializer

__all__ = ["Initializer"]
