"""Layers: the building blocks of a network. One kind per file."""

from engine.layers.layer import Layer, ParameterPlan, RandomSource
from engine.layers.operations import Affine, Dropping, Operation
from engine.layers.shape import Axis, Shape, features_shape, size_of

__all__ = [
    "Affine",
    "Axis",
    "Dropping",
    "Layer",
    "Operation",
    "ParameterPlan",
    "RandomSource",
    "Shape",
    "features_shape",
    "size_of",
]
