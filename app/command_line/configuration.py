"""``playground config``."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from app.settings import Settings, load_settings


def config(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show every setting, its value, and the variable that sets it."""
    settings = load_settings()
    values = settings.model_dump(mode="json")
    if as_json:
        sys.stdout.write(json.dumps(values, indent=2) + "\n")
        return
    for name, field in Settings.model_fields.items():
        value = " ".join(values[name]) if isinstance(values[name], list) else values[name]
        sys.stdout.write(f"PLAYGROUND_{name.upper()}={value if value is not None else ''}\n")
        sys.stdout.write(f"    {field.description}\n")
