"""What comes from others: locked or bounded, and looked up in lists of known vulnerabilities where there are any."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from tests.security.audit import (
    OWN,
    VULNERABLE,
    NotReachableError,
    installed,
    page_packages,
    python_packages,
    report,
    run,
)

ROOT = Path(__file__).parents[2]
FAULT = {"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"], "aliases": []}
KNOWN = {"name": "jinja2", "version": "2.10", "vulns": [FAULT]}


class Auditor:
    """Stands for the programs: answers as they do, and remembers what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self._answers = [answer if isinstance(answer, str) else json.dumps(answer) for answer in answers]
        self.asked: list[str] = []

    def __call__(self, command: list[str], seconds: float) -> str:
        assert seconds > 0
        self.asked.append(Path(command[-1]).read_text() if command[0] == "pip-audit" else " ".join(command))
        return self._answers.pop(0)


def dependencies(*found: dict[str, Any]) -> dict[str, Any]:
    return {"dependencies": list(found), "fixes": []}


def test_a_finding_fails_with_its_name() -> None:
    bad = {
        "name": "numpy",
        "version": "2.4.6",
        "vulns": [{**FAULT, "id": "PYSEC-1"}, {**FAULT, "id": "PYSEC-2"}],
    }
    fine = {"name": "numba", "version": "0.68.1", "vulns": []}
    auditor = Auditor(dependencies(KNOWN), dependencies(fine, bad))
    text, passed = report(
        "Python packages", lambda: python_packages(auditor, ["numpy==2.4.6", "numba==0.68.1"])
    )
    assert not passed
    assert re.findall(r"numpy 2\.4\.6: (PYSEC-\d), mended in 2\.10\.1", text) == ["PYSEC-1", "PYSEC-2"]
    assert "numba" not in text
    assert auditor.asked == [VULNERABLE, "numpy==2.4.6\nnumba==0.68.1"]


def test_what_was_looked_up_is_told_and_what_could_not_be_too() -> None:
    unknown = {"name": "torch", "skip_reason": "Dependency not found"}
    auditor = Auditor(
        dependencies(KNOWN), dependencies({"name": "numba", "version": "1", "vulns": []}, unknown)
    )
    text, passed = report("Python packages", lambda: python_packages(auditor, ["numba==1", "torch==2"]))
    assert passed
    assert text == "Python packages: 2 looked up, no known vulnerability; nothing is known of torch."


@pytest.mark.parametrize(
    "answer", ["", "no JSON", "[]", {}, dependencies({"name": "jinja2", "skip_reason": "not found"})]
)
def test_an_auditor_that_finds_nothing_wrong_with_a_wrong_release_has_nowhere_to_look(answer: Any) -> None:
    auditor = Auditor(answer)
    text, passed = report("Python packages", lambda: python_packages(auditor, ["numba==1"]))
    assert passed
    assert "SKIPPED" in text
    assert auditor.asked == [VULNERABLE]


def test_packages_of_the_page_are_looked_up_as_well() -> None:
    totals = {"dependencies": {"total": 90}}
    fault = {"severity": "high", "range": "<8.3.1"}
    bad = Auditor({"vulnerabilities": {"vite": fault}, "metadata": totals})
    text, passed = report("Page", lambda: page_packages(bad))
    assert (text, passed) == ("Page: known vulnerabilities:\n  vite <8.3.1: high", False)
    good = Auditor({"vulnerabilities": {}, "metadata": totals})
    assert report("Page", lambda: page_packages(good)) == (
        "Page: 90 looked up, no known vulnerability.",
        True,
    )
    for answer in ("", {"error": {"code": "ENOTFOUND"}}, {"message": "405 Method Not Allowed"}):
        with pytest.raises(NotReachableError):
            page_packages(Auditor(answer))


def test_a_program_that_hangs_or_is_missing_says_nothing() -> None:
    assert run(["no-such-program"], 5) == ""
    assert run([Path(sys.executable).name, "-c", "import time; time.sleep(60)"], 0.2) == ""
    assert run([Path(sys.executable).name, "-c", "print(1)"], 60) == "1\n"


def test_all_that_is_installed_is_looked_up_as_it_was_published() -> None:
    packages = dict(line.split("==") for line in installed())
    assert {"fastapi", "numba", "torch", "websockets"} <= set(packages)
    assert OWN not in packages
    assert not [release for release in packages.values() if "+" in release]


def test_every_package_of_the_page_is_locked_with_a_hash() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(packages) > 20
    assert [
        name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")
    ] == []


def test_every_python_package_has_a_least_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    assert [one for one in wanted if not re.search(r"~=|==|>=", one)] == []


@pytest.mark.parametrize(
    ("name", "least"), [("starlette", (1, 3, 1)), ("h11", (0, 16, 0)), ("jinja2", (3, 1, 6))]
)
def test_known_holes_are_closed(name: str, least: tuple[int, ...]) -> None:
    assert tuple(map(int, version(name).split(".")[:3])) >= least
