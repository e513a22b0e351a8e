"""``playground config``."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from app.settings import load_settings
from app.variables import shown, table, unknown_variables, variables


def config(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print a table for a document.")] = False,
) -> None:
    """Show every setting: its variable, its value, where that comes from, and what it is for."""
    if as_markdown:
        sys.stdout.write("\n".join(table()))
        return
    found, unknown = variables(load_settings()), unknown_variables()
    if as_json:
        settings = {setting.name: setting.document() for setting in found}
        sys.stdout.write(json.dumps({"settings": settings, "unknown": unknown}, indent=2) + "\n")
        return
    for setting in found:
        where = "the default" if setting.source == "default" else f"set; usually {setting.usual or 'nothing'}"
        sys.stdout.write(f"{setting.variable}={shown(setting.value)}\n    {setting.description} ({where})\n")
    for name, meant in unknown.items():
        instead = f" Did you mean {meant}?" if meant else ""
        sys.stderr.write(f"{name} is set, but there is no such setting.{instead}\n")
