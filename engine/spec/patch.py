"""Changes one field of a spec, and tells whether a running training can take the change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_json

from engine.errors import SpecError
from engine.spec.read import describe_value, read_spec, suggestion
from engine.spec.spec import Spec


def patch_spec(spec: Spec, path: str, value: object) -> Spec:
    """Return the spec with the value at a dotted path, such as ``network.layers.0.activation``, replaced.

    Where other data brings another task, output activation and loss become the ones that belong to it; where an
    edit of the data changes its inputs, the network is shown all of them again.

    Raises
    ------
    SpecError
        Where there is no such field, or the value does not fit.
    """
    parts = path.split(".")
    quickly = _within_one_part(spec, parts, value)
    if quickly is not None:
        return quickly
    document = spec.document()
    holder: Any = document
    for depth, part in enumerate(parts):
        try:
            key: str | int = int(part) if isinstance(holder, list) else part
            if depth == len(parts) - 1:
                known = list(holder) if isinstance(holder, dict) else []
                if isinstance(holder, dict) and key not in holder:
                    raise SpecError(
                        f"Unknown field {describe_value(key)}.",
                        suggestion(str(key), known, "Fields here"),
                        path,
                    )
                holder[key] = value
            else:
                holder = holder[key]
        except (KeyError, IndexError, ValueError, TypeError):
            raise SpecError(
                f"There is no {describe_value(part)} here.", "Give the path of a field of the spec.", path
            ) from None
    patched = read_spec(document)
    before, after = spec.data.description, patched.data.description
    if len(parts) > 1 and after.input_names != before.input_names:
        document["data"]["features"] = None
        patched = read_spec(document)
    if after.task != before.task:
        del document["loss"], document["network"]["output"]["activation"]
        patched = read_spec(document)
    return patched


def _within_one_part(spec: Spec, parts: Sequence[str], value: object) -> Spec | None:
    """Return the spec with a number or a name replaced, for which nothing is read but the part that has the field.

    All other parts stay the very same objects. None where that is not enough: where the field is one of the spec's
    own or of the data, on which others depend, or does not take the value, which only all of it can explain.
    """
    *way, name = parts
    if not way or way[0] == "data" or not isinstance(value, str | int | float | None):
        return None
    holders: list[Any] = [spec]
    for step in way:
        holder = holders[-1]
        if isinstance(holder, tuple) and step.isdecimal() and int(step) < len(holder):
            holders.append(holder[int(step)])
        elif isinstance(holder, BaseModel) and step in type(holder).model_fields:
            holders.append(getattr(holder, step))
        else:
            return None
    changed = holders.pop()
    if not isinstance(changed, BaseModel) or name not in type(changed).model_fields:
        return None
    try:
        changed = changed.model_validate_json(to_json({**changed.model_dump(mode="json"), name: value}))
    except ValueError:
        return None
    for holder, step in zip(reversed(holders), reversed(way), strict=True):
        if isinstance(holder, tuple):
            place = int(step)
            changed = (*holder[:place], changed, *holder[place + 1 :])
        else:
            changed = holder.model_copy(update={step: changed})
    patched: Spec = changed
    return patched


def is_live(before: Spec, after: Spec) -> bool:
    """Tell whether every difference between two specs can be taken over without starting again."""
    return not any(_restarting(before, after))


def _restarting(before: object, after: object) -> Iterator[bool]:
    """Yield True for each difference that needs a new start."""
    if before is after or before == after:
        return
    if isinstance(before, BaseModel) and type(before) is type(after):
        for name, field in type(before).model_fields.items():
            extra = field.json_schema_extra
            if not (isinstance(extra, dict) and extra.get("live")):
                yield from _restarting(getattr(before, name), getattr(after, name))
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield from _restarting(one, other)
    else:
        yield True
