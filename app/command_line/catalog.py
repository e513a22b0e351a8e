"""``playground catalog``."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer


def catalog(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show everything there is to choose from."""
    from engine.concepts.catalog import catalog as whole_catalog

    document = whole_catalog()
    if as_json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
        return
    for name, family in document["families"].items():
        sys.stdout.write(f"\n{family['title']} ({name})\n")
        for kind, described in family["kinds"].items():
            sys.stdout.write(f"  {kind:<26}{described['explanation']}\n")
