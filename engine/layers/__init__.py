"""Layers: the building blocks of a network. One kind per file."""

from engine.layers.dense import Dense
from engine.layers.layer import Layer, ParameterPlan, RandomSource
from engine.layers.operations import (
    FEATURES,
    Adding,
    Affine,
    Dropping,
    NormalizingByBatch,
    NormalizingBySample,
    Operation,
    Program,
    Stage,
)
from engine.layers.shape import Axis, Shape, features_in, features_shape, size_of
from engine.layers.units import UnitSettings

__all__ = [
    "FEATURES",
    "Adding",
    "Affine",
    "Axis",
    "Dense",
    "Dropping",
    "Layer",
    "NormalizingByBatch",
    "NormalizingBySample",
    "Operation",
    "ParameterPlan",
    "Program",
    "RandomSource",
    "Shape",
    "Stage",
    "UnitSettings",
    "features_in",
    "features_shape",
    "size_of",
]
