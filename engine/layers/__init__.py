"""Layers: the building blocks of a network. One kind per file."""

from engine.layers.dense import Dense
from engine.layers.layer import Layer, ParameterPlan, RandomSource
from engine.layers.operations import Affine, Dropping, Operation
from engine.layers.shape import Axis, Shape, features_in, features_shape, size_of
from engine.layers.units import UnitSettings

__all__ = [
    "Affine",
    "Axis",
    "Dense",
    "Dropping",
    "Layer",
    "Operation",
    "ParameterPlan",
    "RandomSource",
    "Shape",
    "UnitSettings",
    "features_in",
    "features_shape",
    "size_of",
]
