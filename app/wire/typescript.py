"""TypeScript types of the wire, written from the Python models: ``python -m app.wire.typescript``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from app.wire.commands import Command
from app.wire.events import ServerEvent
from app.wire.probes import Frame

TARGET = Path(__file__).parents[2] / "static" / "src" / "wire" / "types.generated.ts"

_HEAD = """\
// Written by `python -m app.wire.typescript` from the server's models; a test fails when it is stale.

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

export interface BytesArray {
  dtype: "u8";
  shape: number[];
  data: Uint8Array;
}

export interface CountArray {
  dtype: "u32";
  shape: number[];
  data: Uint32Array;
}

export interface FloatArray {
  dtype: "f32";
  shape: number[];
  data: Float32Array;
}
"""

_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def typescript() -> str:
    """The whole module of types."""
    definitions: dict[str, Any] = {}
    parts = [_HEAD]
    for name, union, mode in (
        ("Command", Command, "validation"),
        ("ServerEvent", ServerEvent, "serialization"),
        ("Frame", Frame, "serialization"),
    ):
        schema: dict[str, Any] = TypeAdapter(union).json_schema(mode=mode)  # type: ignore[arg-type]
        definitions |= schema.pop("$defs", {})
        if "oneOf" in schema:
            parts.append(f"export type {name} =\n  | " + "\n  | ".join(map(_type, schema["oneOf"])) + ";\n")
        else:
            definitions[name] = schema
    definitions.pop("JsonValue", None)
    parts += [_interface(name, schema) for name, schema in sorted(definitions.items())]
    return "\n".join(parts)


def _interface(name: str, schema: dict[str, Any]) -> str:
    """One object type, with its sentence."""
    required = schema.get("required", [])
    described = schema.get("description", "").split("\n\n")[0].replace("\n", " ")
    lines = [f"/** {described} */"] if described else []
    lines.append(f"export interface {name} {{")
    for field, node in schema.get("properties", {}).items():
        present = field in required or "const" in node
        lines.append(f"  {field}{'' if present else '?'}: {_type(node)};")
    return "\n".join([*lines, "}\n"])


def _type(node: dict[str, Any]) -> str:
    """The TypeScript type of a node of a JSON Schema."""
    if "typescript" in node:
        return str(node["typescript"])
    if "$ref" in node:
        return str(node["$ref"]).rsplit("/", 1)[-1]
    if "const" in node:
        return json.dumps(node["const"])
    if "enum" in node:
        return " | ".join(json.dumps(value) for value in node["enum"])
    if "anyOf" in node or "oneOf" in node:
        return " | ".join(dict.fromkeys(_type(option) for option in node.get("anyOf") or node["oneOf"]))
    if "prefixItems" in node:
        return "[" + ", ".join(_type(item) for item in node["prefixItems"]) + "]"
    return _container(node)


def _container(node: dict[str, Any]) -> str:
    """The TypeScript type of an array, a map or a plain value."""
    if node.get("type") == "array":
        item = _type(node["items"])
        return f"({item})[]" if " | " in item else f"{item}[]"
    if node.get("type") == "object":
        return f"{{ [key: string]: {_type(node.get('additionalProperties', {}))} }}"
    return _PLAIN.get(node.get("type", ""), "JsonValue")


if __name__ == "__main__":
    TARGET.write_text(typescript(), encoding="utf-8")
    sys.stdout.write(f"Wrote {TARGET.name}.\n")
