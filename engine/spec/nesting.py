"""How deep a document may go, and how many layers it may hold: looked at before anything is built of it."""

from __future__ import annotations

from typing import Any

from engine.errors import LimitError, SpecError
from engine.spec.limits import LIMITS

DEEPEST = 32
"""So many objects and lists within each other are more than any spec has, and few enough for what reads it."""


def check_nesting(document: dict[str, Any]) -> None:
    """Raise where a document is nested too deep, or has too many layers; it need not be valid otherwise.

    Raises
    ------
    SpecError
        Where objects and lists lie too deep within each other.
    LimitError
        Where layers lie too deep within each other, or there are too many in all.
    """
    level: list[Any] = [document]
    depth = 0
    while level:
        if depth > DEEPEST:
            raise SpecError(
                f"A spec has at most {DEEPEST} objects and lists within each other; this one has more.",
                "Leave the innermost ones out.",
            )
        level = [part for whole in level for part in _parts(whole)]
        depth += 1
    network = document.get("network")
    if isinstance(network, dict):
        _check_layers(network)


def _parts(whole: Any) -> list[Any]:
    """Return the objects and lists that lie directly within one."""
    values = whole.values() if isinstance(whole, dict) else whole
    return [value for value in values if isinstance(value, dict | list | tuple)]


def _check_layers(network: dict[str, Any]) -> None:
    """Count the layers at every depth."""
    count = 0
    holders = [(network, "network", 0)]
    while holders:
        holder, path, depth = holders.pop()
        inside = holder.get("layers")
        if not isinstance(inside, list | tuple):
            continue
        if depth > LIMITS["nested"]:
            raise LimitError(
                f"Layers may lie at most {LIMITS['nested']} deep inside other layers; these lie {depth} deep.",
                "Put them beside the layer that holds them.",
                f"{path}.layers",
            )
        count += len(inside)
        holders += [
            (layer, f"{path}.layers.{index}", depth + 1)
            for index, layer in enumerate(inside)
            if isinstance(layer, dict)
        ]
    if count > LIMITS["layers"]:
        raise LimitError(
            f"A network may have at most {LIMITS['layers']} hidden layers; got {count}.",
            "Remove some; layers inside others count as well.",
            "network.layers",
        )
