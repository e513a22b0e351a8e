"""``playground catalog``."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer


def catalog(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print tables for a document.")] = False,
) -> None:
    """Show everything there is to choose from."""
    from engine.concepts.catalog import catalog as whole_catalog

    document = whole_catalog()
    if as_json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
        return
    if as_markdown:
        sys.stdout.write("\n".join(tables(document)))
        return
    for name, family in document["families"].items():
        sys.stdout.write(f"\n{family['title']} ({name})\n")
        for kind, described in family["kinds"].items():
            sys.stdout.write(f"  {kind:<26}{described['explanation']}\n")


def tables(document: dict[str, Any]) -> list[str]:
    """Return the lines of Markdown tables: the experiments to start from, then every family with its kinds."""
    lines = ["**Experiments to start from**", "", "| on the page | what it is about |", "|---|---|"]
    lines += [
        f"| {preset['title']} | {_first_sentence(preset['explanation'])} |" for preset in document["presets"]
    ]
    for family in document["families"].values():
        lines += ["", f"**{family['title']}.** {family['explanation']}", ""]
        lines += ["| in a file | on the page | what it does |", "|---|---|---|"]
        for kind, described in family["kinds"].items():
            lines.append(f"| `{kind}` | {described['title']} | {_first_sentence(described['explanation'])} |")
    return [*lines, ""]


def _first_sentence(text: str) -> str:
    sentence, stop, _ = text.partition(". ")
    return (sentence + stop).strip().replace("|", "\\|")
