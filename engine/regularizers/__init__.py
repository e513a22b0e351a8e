"""Regularizers: what large weights cost. One kind per file."""

from engine.regularizers.regularizer import Regularizer

__all__ = ["Regularizer"]
