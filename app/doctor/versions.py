"""Python and the packages: are they there, and are they those that the playground was made for?"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from app.doctor.finding import Finding
from app.settings import Settings

PROJECT = "neural-network-playground"
NODE_SECONDS = 10


def check(_settings: Settings) -> Iterator[Finding]:
    """Python, the playground's packages, and Node.js where there is one."""
    yield python(platform.python_version(), metadata(PROJECT)["Requires-Python"])
    yield from packages(requires(PROJECT) or [])
    yield _node()


def python(present: str, wanted: str) -> Finding:
    """Python itself."""
    if SpecifierSet(wanted).contains(present, prereleases=True):
        return Finding("python", "ok", f"Python {present} in {sys.prefix}", figures={"version": present})
    return Finding(
        "python",
        "problem",
        f"Python {present} is not supported; the playground needs {wanted}.",
        "Set it up with another: make clean, then make install PYTHON=…",
        {"version": present},
    )


def packages(declared: list[str]) -> Iterator[Finding]:
    """Every package that a server needs, in one finding where nothing is wrong."""
    wanted = [
        requirement
        for requirement in map(Requirement, declared)
        if requirement.marker is None or requirement.marker.evaluate({"extra": "torch"})
    ]
    present = {requirement.name: _version(requirement.name) for requirement in wanted}
    wrong = [
        finding for requirement in wanted if (finding := package(requirement, present[requirement.name]))
    ]
    yield from wrong
    if not wrong:
        told = ", ".join(f"{name} {present[name]}" for name in ("torch", "numba", "numpy") if name in present)
        yield Finding("packages", "ok", f"All {len(wanted)} packages fit ({told}, …)", figures=present)


def package(wanted: Requirement, present: str | None) -> Finding | None:
    """What is wrong with a package; None where nothing is."""
    figures = {"version": present}
    if present is None:
        return Finding(wanted.name, "problem", f"{wanted.name} is missing.", "Run make install.", figures)
    if not wanted.specifier.contains(present, prereleases=True):
        what = f"{wanted.name} {present} is installed; the playground is made for {wanted.specifier}."
        return Finding(wanted.name, "warning", what, "Run make install.", figures)
    if wanted.name == "torch" and "+cu" in present:
        what = f"PyTorch {present} brings libraries for graphics cards, which are not used here."
        return Finding(
            "torch", "warning", what, "Set TORCH_INDEX and install again to save gigabytes.", figures
        )
    return None


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _node() -> Finding:
    """Node.js builds the page; nothing else needs it."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which("node", path=beside) or shutil.which("node")
    if found is None:
        return Finding("node", "ok", "No Node.js here; only building the page needs it")
    try:
        asked = subprocess.run(  # noqa: S603 - found where make finds it
            [found, "--version"], capture_output=True, text=True, check=True, timeout=NODE_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return Finding("node", "warning", f"{found} does not run.", "Only building the page needs it.")
    return Finding("node", "ok", f"Node.js {asked.stdout.strip().removeprefix('v')} (only to build the page)")
