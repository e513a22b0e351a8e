"""Looks up whether any package in use has a known vulnerability: ``python -m tests.security.audit``.

Where no list of advisories can be reached, that is said, and nothing fails. An auditor that finds nothing may have
had nothing to look in: so Python's is first asked for a release that is known to be vulnerable.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

OWN = "neural-network-playground"
VULNERABLE = "jinja2==2.10"
SECONDS_TO_FIND_OUT = 8.0
SECONDS_TO_AUDIT = 120.0

Program = Callable[[list[str], float], str]


class NotReachableError(Exception):
    """There is no list of advisories to look in."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an audit came to."""

    looked_at: int
    findings: list[str]
    not_known: list[str]
    """Packages that the list of advisories knows nothing of."""


def run(command: list[str], seconds: float) -> str:
    """What a program prints; nothing where it takes too long or is not there."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    program = shutil.which(command[0], path=places)
    if program is None:
        return ""
    try:
        done = subprocess.run(
            [program, *command[1:]], capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def installed() -> list[str]:
    """Every installed package as ``name==version``, as it was published: without what a build adds to its version."""
    found = {dist.name.lower(): dist.version.partition("+")[0] for dist in distributions()}
    return [f"{name}=={version}" for name, version in sorted(found.items()) if name != OWN]


def python_packages(program: Program = run, wanted: Iterable[str] | None = None) -> Verdict:
    """Audit the installed Python packages.

    Raises
    ------
    NotReachableError
        Where not even a release that is known to be vulnerable is found to be so.
    """
    if not _pip_audit(program, [VULNERABLE], SECONDS_TO_FIND_OUT).findings:
        raise NotReachableError
    return _pip_audit(program, installed() if wanted is None else list(wanted), SECONDS_TO_AUDIT)


def _pip_audit(program: Program, packages: list[str], seconds: float) -> Verdict:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "packages.txt"
        file.write_text("\n".join(packages), encoding="utf-8")
        plain = [
            "--no-deps",
            "--disable-pip",
            "--progress-spinner",
            "off",
            "--format",
            "json",
            "--timeout",
            "5",
        ]
        document = _read(program(["pip-audit", *plain, "--requirement", str(file)], seconds))
    dependencies = document.get("dependencies", [])
    return Verdict(
        len(dependencies),
        [
            f"{found['name']} {found['version']}: {fault['id']}, {_mended(fault)}"
            for found in dependencies
            for fault in found.get("vulns", [])
        ],
        [found["name"] for found in dependencies if "skip_reason" in found],
    )


def _mended(fault: dict[str, Any]) -> str:
    return f"mended in {' or '.join(fault['fix_versions'])}" if fault["fix_versions"] else "not mended yet"


def page_packages(program: Program = run) -> Verdict:
    """Audit the packages of the page, as they are locked.

    Raises
    ------
    NotReachableError
        Where the registry has no list of advisories.
    """
    document = _read(program(["npm", "audit", "--json"], SECONDS_TO_FIND_OUT))
    if "vulnerabilities" not in document:
        raise NotReachableError
    findings = [
        f"{name} {fault.get('range', '')}: {fault.get('severity', 'unknown')}"
        for name, fault in sorted(document["vulnerabilities"].items())
    ]
    return Verdict(document["metadata"]["dependencies"]["total"], findings, [])


def _read(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def report(name: str, audit: Callable[[], Verdict]) -> tuple[str, bool]:
    """One audit in words, and whether it found nothing wrong."""
    try:
        verdict = audit()
    except NotReachableError:
        return f"{name}: SKIPPED, no list of advisories can be reached.", True
    if verdict.findings:
        return "\n  ".join([f"{name}: known vulnerabilities:", *verdict.findings]), False
    unknown = f"; nothing is known of {', '.join(verdict.not_known)}" if verdict.not_known else ""
    return f"{name}: {verdict.looked_at} looked up, no known vulnerability{unknown}.", True


def main() -> int:
    """Audit both kinds of packages."""
    told = [report("Python packages", python_packages), report("Packages of the page", page_packages)]
    sys.stdout.write("".join(f"{text}\n" for text, _ in told))
    return 0 if all(fine for _, fine in told) else 1


if __name__ == "__main__":
    sys.exit(main())
