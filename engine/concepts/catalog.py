"""Everything there is to choose from, as one document for the browser and the documentation."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from latex2mathml.converter import convert

from engine.concepts.concept import Concept
from engine.concepts.discovery import families, kinds
from engine.presets import presets


@cache
def catalog() -> dict[str, Any]:
    """Return every family with its kinds: wording, formula, schema, defaults and picture of each.

    The document is JSON and always the same object; whoever wants to change it takes a copy.
    """
    return {
        "version": version("neural-network-playground"),
        "families": {name: family_document(family) for name, family in families().items()},
        "presets": presets(),
    }


def family_document(family: type[Concept]) -> dict[str, Any]:
    """Return a family with its kinds, in the order in which the field teaches them."""
    return {
        "title": family.title,
        "explanation": family.explanation,
        "kinds": {name: kind_document(kind) for name, kind in kinds(family).items()},
    }


def kind_document(kind: type[Concept]) -> dict[str, Any]:
    """Return what there is to say of one kind."""
    document = {
        "kind": kind.kind_name(),
        "title": kind.title,
        "formula": to_mathml(kind.formula),
        "explanation": kind.explanation,
        "use_when": kind.use_when,
        "avoid_when": kind.avoid_when,
        "source": kind.source,
        "schema": parameter_schema(kind),
        "defaults": defaults(kind),
        "picture": kind.picture(),
        "engines": kind.engines(),
    }
    return {**document, **kind.facts()}


def to_mathml(formula: str) -> str | None:
    """Return a LaTeX formula as MathML, or nothing where there is none."""
    return convert(formula, display="block") if formula else None


def parameter_schema(kind: type[Concept]) -> dict[str, Any]:
    """Return the JSON Schema of a kind's own parameters, without its name."""
    schema = kind.model_json_schema()
    if "$ref" in schema:  # a kind that holds others of its own family
        schema |= schema["$defs"][schema.pop("$ref").rsplit("/", 1)[-1]]
    schema["properties"] = {name: field for name, field in schema["properties"].items() if name != "kind"}
    return schema


def defaults(kind: type[Concept]) -> dict[str, Any]:
    """Return a kind with all its defaults as a document; its name alone where a parameter has none."""
    return kind().model_dump(mode="json") if kind.has_all_defaults() else {"kind": kind.kind_name()}
