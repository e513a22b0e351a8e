"""The spec: one JSON document that describes an experiment completely."""

from engine.spec.limits import LIMITS
from engine.spec.patch import is_live, patch_spec
from engine.spec.read import read_spec
from engine.spec.schema import spec_schema
from engine.spec.spec import EarlyStopping, NetworkSpec, Plateau, Spec, Target, TrainingSpec

__all__ = [
    "LIMITS",
    "EarlyStopping",
    "NetworkSpec",
    "Plateau",
    "Spec",
    "Target",
    "TrainingSpec",
    "is_live",
    "patch_spec",
    "read_spec",
    "spec_schema",
]
