"""``playground bench``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import typer


def bench(
    of_kinds: Annotated[
        bool, typer.Option("--kinds", help="Measure every kind beside the others of its family instead.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure how fast training and frames are, beside a plain PyTorch loop in the same run."""

    def tell(text: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"{text}\n")

    figures = _measured(of_kinds, tell)
    if as_json:
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    for path, value in _leaves(figures, ""):
        shown = f"{value:,.4g}" if value < 1000 else f"{value:,.0f}"
        sys.stdout.write(f"{path:<48}{shown:>12}\n")


def _measured(of_kinds: bool, tell: Callable[[str], None]) -> dict[str, Any]:
    """The figures that were asked for; only what is needed for them is loaded."""
    if of_kinds:
        from app.bench.kinds import measure_kinds

        return measure_kinds(tell)
    from app.bench.measure import measure

    return measure(tell)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, float]]:
    """Every number with its dotted path."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _leaves(part, f"{path}.{name}" if path else name)
    elif isinstance(value, int | float):
        yield path, value
