"""``playground doctor``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from app.settings import Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from app.doctor import Finding

ILL = 1


def doctor(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that train.")] = None,
    measure_compiling: Annotated[
        bool,
        typer.Option("--compile", help="Measure how long the kernel takes to compile, a minute or more."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Look whether this machine can serve the playground, and say what to do where it cannot."""
    from app.logs import configure_logs

    configure_logs("warning", "text")
    findings = []
    for finding in _findings(measure_compiling, host=host, port=port, workers=workers):
        findings.append(finding)
        if not as_json:
            _write(finding)
    problems = sum(finding.state == "problem" for finding in findings)
    warnings = sum(finding.state == "warning" for finding in findings)
    if as_json:
        document = {"ok": problems == 0, "findings": [finding.document() for finding in findings]}
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        sys.stdout.write(f"{_count(problems, 'problem')}, {_count(warnings, 'warning')}.\n")
    if problems:
        raise typer.Exit(ILL)


def _findings(measure_compiling: bool, **given: object) -> Iterator[Finding]:
    """Everything there is to see; with settings that cannot be, for the usual ones."""
    from app.doctor import Finding, examine

    try:
        settings = load_settings(**given)
    except SettingsError as error:
        yield Finding("settings", "problem", error.message, error.hint)
        settings = Settings.model_construct()
    yield from examine(settings)
    if measure_compiling:
        from app.doctor.kernel import compile_anew

        yield from examine(settings, {"compiling": compile_anew})


def _write(finding: Finding) -> None:
    sys.stdout.write(f"{finding.state:<9}{finding.topic:<13}{finding.what}\n")
    if finding.advice:
        sys.stdout.write(f"{'':<22}→ {finding.advice}\n")
    sys.stdout.flush()


def _count(number: int, of_what: str) -> str:
    return f"{number or 'No'} {of_what}{'' if number == 1 else 's'}"
