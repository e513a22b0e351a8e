"""Nothing here can run code that came in a file or a message: no pickle, no eval, no shell, and who may is counted."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = [path for folder in ("app", "engine") for path in sorted((ROOT / folder).rglob("*.py"))]
NEVER_IMPORTED = {"cloudpickle", "code", "codeop", "ctypes", "dill", "joblib", "jsonpickle", "marshal", "pickle",
                  "runpy", "shelve", "subprocess", "xml", "yaml"}  # fmt: skip
NEVER_CALLED = {"__import__", "breakpoint", "compile", "eval", "exec", "execfile", "input"}
NEVER_CALLED_OF_A_MODULE = {
    "asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell", "np.load", "np.fromfile", "np.save",
    "numpy.load", "os.popen", "os.system", "pandas.read_pickle", "torch.hub.load", "torch.jit.load",
    "torch.load", "torch.save",
}  # fmt: skip
ALLOWED = {
    # The lines are made of numbers alone: numba builds no other chain of comparisons that stays as quick.
    ("engine/trainers/compiled/dispatch.py", "exec"),
    # The C library, asked to give memory back.
    ("app/backends/light_kernel.py", "ctypes"),
    ("app/backends/light_pages.py", "ctypes"),
    # Python itself, with a line of our own, before there are shards.
    ("app/backends/preload.py", "subprocess"),
    # Whoever types `playground doctor` asks this machine's own Python and Node.js; the server never does.
    ("app/doctor/kernel.py", "subprocess"),
    ("app/doctor/versions.py", "subprocess"),
}
EXCUSED = {
    "engine/trainers/compiled/dispatch.py": "S102",
    "app/doctor/kernel.py": "S603",
    "app/doctor/versions.py": "S603",
    # To listen everywhere is what somebody asks for who starts a server for a class.
    "app/command_line/serve.py": "S104",
    "app/doctor/network.py": "S104",
}
"""Where ruff is told to look away, and from which rule."""


def faults(text: str) -> Iterator[str]:
    """What a source does that none may do."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.partition(".")[0] in NEVER_IMPORTED)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if module.partition(".")[0] in NEVER_IMPORTED:
                yield module
            yield from (
                f"{module}.{name.name}"
                for name in node.names
                if f"{module}.{name.name}" in NEVER_CALLED_OF_A_MODULE
            )
        elif isinstance(node, ast.Name) and node.id in NEVER_CALLED:
            yield node.id
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in NEVER_CALLED_OF_A_MODULE:
            yield ast.unparse(node)
        elif isinstance(node, ast.keyword) and node.arg in {"allow_pickle", "shell"}:
            yield node.arg


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import pickle", ["pickle"]),
        ("from marshal import loads", ["marshal"]),
        ("import numpy as np; np.load('x')", ["np.load"]),
        ("from torch import load", ["torch.load"]),
        ("import torch; torch.load('x')", ["torch.load"]),
        ("eval('1')", ["eval"]),
        ("run = exec", ["exec"]),
        ("f(allow_pickle=True)", ["allow_pickle"]),
        ("model.eval()", []),
        ("import re; re.compile('x')", []),
        ("text = 'eval(1)'", []),
    ],
)
def test_the_search_finds_what_it_should(text: str, found: list[str]) -> None:
    assert list(faults(text)) == found


def test_no_source_can_run_what_comes_in() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), fault)
        for path in SHIPPED
        for fault in faults(path.read_text(encoding="utf-8"))
    }
    assert found == ALLOWED


def test_the_one_exec_is_fed_with_numbers_alone() -> None:
    """Every value in the text of ``one_of`` is a position in a list."""
    path = ROOT / "engine" / "trainers" / "compiled" / "dispatch.py"
    values = [
        ast.unparse(node.value)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FormattedValue)
    ]
    assert set(values) == {"code", "len(functions) - 1"}


def test_ruff_searches_for_the_same_and_is_told_to_look_away_nowhere_else() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in settings["select"]
    assert not [rule for rule in settings["ignore"] if rule.startswith("S") and rule[1:].isdecimal()]
    for folder, rules in settings["per-file-ignores"].items():
        assert folder.startswith(("tests", "bench", "docs")) or not [
            rule for rule in rules if rule[0] == "S"
        ], folder
    excused = [
        (path.relative_to(ROOT).as_posix(), line.partition("noqa: ")[2][:4])
        for path in SHIPPED
        for line in path.read_text(encoding="utf-8").splitlines()
        if "noqa: S" in line
    ]
    assert sorted(excused) == sorted(EXCUSED.items())


def test_nothing_that_serves_knows_the_doctor() -> None:
    callers = {
        path.relative_to(ROOT).as_posix()
        for path in SHIPPED
        if "app.doctor" in path.read_text(encoding="utf-8") and path.parent.name != "doctor"
    }
    assert callers == {"app/command_line/doctor.py"}


def test_what_is_installed_is_made_of_these_sources_alone() -> None:
    """The search above is one of the wheel too."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert settings["packages"]["find"]["include"] == ["engine*", "app*"]
    assert set(settings["package-data"]) == {"app", "engine"}
