"""Every setting as whoever runs the server meets it: variable, usual and present value, and where that comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from app.settings import Settings

PREFIX = "PLAYGROUND_"


@dataclass(frozen=True, slots=True)
class Variable:
    """One setting.

    ``default`` and ``value`` are what JSON can say, on this machine; ``usual`` is the default in words where it
    depends on the machine, else as it would be written.
    """

    name: str
    variable: str
    default: Any
    usual: str
    value: Any
    source: Literal["environment", "default"]
    description: str

    def document(self) -> dict[str, Any]:
        """As JSON, for this machine."""
        document = asdict(self)
        del document["name"], document["usual"]
        return document


def variables(settings: Settings) -> list[Variable]:
    """Every setting in the order in which it is described."""
    values = settings.model_dump(mode="json")
    given = {name.upper() for name in os.environ}
    return [
        Variable(
            name=name,
            variable=variable,
            default=default,
            usual=usual,
            value=values[name],
            source="environment" if variable in given else "default",
            description=description,
        )
        for name, variable, default, usual, description in _described()
    ]


def unknown_variables() -> dict[str, str | None]:
    """Variables that look like settings and are none, each with the setting that may have been meant."""
    known = {variable for _, variable, *_ in _described()}
    wrong = sorted(
        name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known
    )
    return {name: next(iter(get_close_matches(name.upper(), known, 1)), None) for name in wrong}


def shown(value: Any) -> str:
    """A value as it is written in a variable."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def table() -> list[str]:
    """Lines of a Markdown table of all settings."""
    lines = ["| variable | usual value | |", "|---|---|---|"]
    for _, variable, default, usual, description in _described():
        value = f"`{usual}`" if usual and usual == shown(default) else usual
        lines.append(f"| `{variable}` | {value} | {description} |")
    return [*lines, ""]


def _described() -> Iterator[tuple[str, str, Any, str, str]]:
    """Name, variable, default, the default for people, and description of each setting."""
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True, validated_data={})
        default = str(default) if isinstance(default, Path) else default
        extra = field.json_schema_extra
        usual = str(extra["usual"]) if isinstance(extra, dict) and "usual" in extra else shown(default)
        yield name, f"{PREFIX}{name.upper()}", default, usual, field.description or ""
