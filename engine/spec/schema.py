"""The JSON Schema of the spec, from which the browser builds its controls."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from engine.spec.spec import Spec


@cache
def spec_schema() -> dict[str, Any]:
    """Return the JSON Schema; fields carry title, description, bounds, default, ``live``, ``scale`` and ``step``."""
    return Spec.model_json_schema(mode="validation")


def field_names(path: tuple[str | int, ...], document: object) -> list[str]:
    """Return the names of the fields that the object at ``path`` of a document may have."""
    schema = spec_schema()
    node: Mapping[str, Any] = schema
    value = document
    for part in path:
        node = _object_schema(schema, node, value)
        if isinstance(part, int):
            node = node.get("items", {})
            value = value[part] if isinstance(value, list) and part < len(value) else None
        else:
            node = node.get("properties", {}).get(part, {})
            value = value.get(part) if isinstance(value, dict) else None
    return list(_object_schema(schema, node, value).get("properties", {}))


def _object_schema(schema: Mapping[str, Any], node: Mapping[str, Any], value: object) -> Mapping[str, Any]:
    """Follow references, optional parts and the choice of a kind, to the object that describes ``value``."""
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    if "discriminator" in node:
        kind = value.get("kind") if isinstance(value, dict) else value
        reference = node["discriminator"]["mapping"].get(kind)
        return _object_schema(schema, {"$ref": reference}, value) if reference else {}
    for option in node.get("anyOf", ()):
        if option.get("type") != "null":
            return _object_schema(schema, option, value)
    return node
