"""Finds every family, and every kind of a family, by looking into the family's folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

import engine

if TYPE_CHECKING:
    from engine.concepts.concept import Concept


@cache
def families() -> dict[str, type[Concept]]:
    """Return every family by the name of its folder, such as ``{"activations": Activation, …}``."""
    from engine.concepts.concept import Concept

    for module in pkgutil.iter_modules(engine.__path__):
        if module.ispkg:
            importlib.import_module(f"engine.{module.name}")
    found = {family.family_name(): family for family in Concept.families_defined}
    return dict(sorted(found.items()))


@cache
def kinds(family: type[Concept]) -> dict[str, type[Concept]]:
    """Return every kind of a family by its name, in the order in which the field teaches them.

    Modules named ``torch_…`` hold what a kind needs of PyTorch and no kinds; they are left alone, since
    describing a kind must not load PyTorch.
    """
    package = importlib.import_module(family.__module__.rpartition(".")[0])
    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith("torch_"):
            importlib.import_module(f"{package.__name__}.{module.name}")
    found = sorted(family.kinds_defined, key=lambda kind: (kind.order, kind.kind_name()))
    return {kind.kind_name(): kind for kind in found}
