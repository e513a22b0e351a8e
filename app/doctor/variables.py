"""Variables in the environment that look like settings and are none."""

from __future__ import annotations

from collections.abc import Iterator

from app.doctor.finding import Finding
from app.settings import Settings
from app.variables import unknown_variables, variables


def check(settings: Settings) -> Iterator[Finding]:
    """What is set, and what was meant to be."""
    unknown = unknown_variables()
    for name, meant in unknown.items():
        advice = f"Did you mean {meant}?" if meant else "playground config lists all settings."
        yield Finding("variables", "warning", f"{name} is set, but there is no such setting.", advice)
    if not unknown:
        given = [variable.variable for variable in variables(settings) if variable.source == "environment"]
        yield Finding("variables", "ok", f"Set are {', '.join(given)}" if given else "No setting is changed")
