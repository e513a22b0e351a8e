"""Every kind with its defaults, and with each of its parameters changed: what the batteries run over."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

from engine.concepts import Concept, families, kinds


def every_kind() -> list[Any]:
    """Every kind of every family, named "family.kind"."""
    return [
        pytest.param(kind, id=f"{family_name}.{name}")
        for family_name, family in families().items()
        for name, kind in kinds(family).items()
    ]


def variants(family: type[Concept], **needed: object) -> list[Any]:
    """Every kind of a family with its defaults, and once more for each value tried of each own parameter.

    Only kinds whose attributes are as ``needed`` says, such as ``elementwise=True``.
    """
    found = []
    for name, kind in kinds(family).items():
        if any(getattr(kind, attribute) != value for attribute, value in needed.items()):
            continue
        if not kind.has_all_defaults():
            continue
        found.append(pytest.param(kind(), id=name))
        for parameter, value in changes(kind):
            document = {"kind": name, parameter: value}
            changed = TypeAdapter(family).validate_python(document)
            found.append(pytest.param(changed, id=f"{name}-{parameter}={value}"))
    return found


def changes(kind: type[Concept]) -> Iterator[tuple[str, Any]]:
    """Yield name and another valid value of each parameter of a kind that is a number, a switch or a choice."""
    for name, schema in kind.model_json_schema()["properties"].items():
        if name != "kind":
            for value in other_values(schema):
                yield name, value


def other_values(schema: dict[str, Any]) -> list[Any]:
    """Return values that a parameter's schema allows, other than its default."""
    default = schema.get("default")
    match schema.get("type"):
        case "boolean":
            return [not default]
        case "string" if "enum" in schema:
            return [value for value in schema["enum"] if value != default]
        case "integer":
            low, high = schema["minimum"], schema["maximum"]
            return [value for value in (low, min(high, default + 3)) if value != default]
        case "number":
            low = schema.get("minimum", schema.get("exclusiveMinimum"))
            high = schema.get("maximum", schema.get("exclusiveMaximum"))
            # Not far from the default, so that a learning rate stays one that can be followed in float32.
            near = [
                default + 0.3 * (edge - default) for edge in (max(low, default - 1), min(high, default + 1))
            ]
            return [value for value in near if value != default]
        case _:
            return []
