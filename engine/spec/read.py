"""Reads a document into a spec, or says in one sentence what is wrong with it and where."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, to_json

from engine.errors import SpecError
from engine.spec.nesting import check_nesting
from engine.spec.schema import field_names
from engine.spec.spec import Spec

Path = tuple[str | int, ...]

CONSTRAINTS = {
    "greater_than": "greater than {gt:g}",
    "greater_than_equal": "at least {ge:g}",
    "less_than": "less than {lt:g}",
    "less_than_equal": "at most {le:g}",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "string_type": "a text",
    "string_too_long": "a text of at most {max_length} characters",
    "tuple_type": "a list",
    "model_type": "an object with fields",
    "model_attributes_type": 'the name of a kind or an object with a "kind"',
    "literal_error": "{expected}",
    "none_required": "null",
}
"""What a value must be, by pydantic's name of the fault."""


def read_spec(document: object) -> Spec:
    """Return the spec that a JSON document describes.

    Raises
    ------
    SpecError
        With the path of the first field that is wrong, what was expected, what came, and what to do.
    LimitError
        Where it is nested too deep, or has too many layers.
    """
    if not isinstance(document, dict):
        raise SpecError(
            f"A spec must be a JSON object; got {describe_value(document)}.",
            'Write at least {"data": {"kind": "spiral"}}.',
        )
    check_nesting(document)
    try:
        return Spec.model_validate_json(to_json(document))
    except ValidationError as error:
        raise explain(error.errors(include_url=False), document) from None


def explain(faults: Sequence[ErrorDetails], document: dict[str, Any]) -> SpecError:
    """Return the error of the first fault that pydantic found in a document."""
    fault = faults[0]
    path = document_path(fault["loc"], document, keep_last=fault["type"] in {"missing", "extra_forbidden"})
    dotted = ".".join(map(str, path)) or None
    name = str(path[-1]) if path else "The spec"
    if path and isinstance(path[-1], int):
        name = f"Entry {path[-1]} of {path[-2]}"
    match fault["type"]:
        case "extra_forbidden":
            known = field_names(path[:-1], document)
            return SpecError(
                f"Unknown field {describe_value(name)}.", suggestion(name, known, "Fields here"), dotted
            )
        case "missing":
            return SpecError(f'The field "{name}" is missing.', "Add it.", dotted)
        case "union_tag_invalid":
            known = [part.strip(" '") for part in fault["ctx"]["expected_tags"].split(",")]
            tag = str(fault["ctx"]["tag"])
            return SpecError(f"Unknown kind {describe_value(tag)}.", suggestion(tag, known, "Kinds"), dotted)
        case "union_tag_not_found":
            got = describe_value(fault["input"])
            return SpecError(
                f'{name} must be the name of a kind or an object with a "kind"; got {got}.',
                'Write for example "tanh" or {"kind": "tanh"}.',
                dotted,
            )
        case "too_long":
            limit = fault["ctx"]["max_length"]
            return SpecError(f"{name} must have at most {limit} entries.", "Leave some out.", dotted)
        case "too_short":
            least = fault["ctx"]["min_length"]
            return SpecError(f"{name} must have at least {least} entry.", "Add one.", dotted)
    same_place = [other for other in faults if document_path(other["loc"], document) == path]
    wanted = " or ".join(dict.fromkeys(constraint(other) for other in same_place))
    got = describe_value(fault["input"])
    return SpecError(f"{name} must be {wanted}; got {got}.", f"Set {dotted} to {article(wanted)}.", dotted)


def article(wanted: str) -> str:
    """Return a constraint as the object of an order."""
    return f"a number {wanted}" if wanted.startswith(("greater", "less", "at ")) else wanted


def constraint(fault: ErrorDetails) -> str:
    """Return what a value must be, in words that fit behind "must be"."""
    template = CONSTRAINTS.get(fault["type"])
    if template is None:
        return fault["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    return template.format(**fault.get("ctx", {}))


def document_path(location: Sequence[str | int], document: object, keep_last: bool = False) -> Path:
    """Return where in the document a fault is, without the names of kinds that pydantic puts in between."""
    path: list[str | int] = []
    value: object = document
    parts = list(location[:-1]) if keep_last else list(location)
    named = False  # a kind is named once, and may have a field that is called as it is
    for part in parts:
        kind = value.get("kind") if isinstance(value, dict) else value
        if path and part == kind and isinstance(kind, str) and not named:
            named = True
            if isinstance(value, str):
                value = {}
            continue
        named = False
        if isinstance(value, dict) and isinstance(part, str):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            continue
        path.append(part)
    if keep_last:
        path.append(location[-1])
    return tuple(path)


def suggestion(name: str, known: Sequence[str], what: str) -> str:
    """Return a hint that names the nearest known word, and all of them where they are few."""
    close = get_close_matches(name, known, n=1)
    listed = f"{what}: {', '.join(known)}."
    return f'Did you mean "{close[0]}"? {listed}' if close else listed


def describe_value(value: object) -> str:
    """Return a short text of a value, as JSON writes it."""
    text = to_json(value, fallback=str).decode()
    return text if len(text) <= 60 else f"{text[:57]}…"
