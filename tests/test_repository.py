"""The rules that every file of the repository keeps."""

import re
import subprocess
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = {".py", ".ts", ".tsx", ".css", ".html"}
LONGEST_FILE = 400  # lines
# Written so that this file does not contain what it looks for.
REGISTRY_HOSTS = (
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js.",
    "download.py" + "torch",
    "debian" + ".org",
)
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:" + "work|root|home|opt|Users" + r")/[\w.-]+")
UNFINISHED = re.compile(r"\b(?:" + "TO" + "DO|FIX" + "ME|XX" + "X|HA" + r"CK)\b")
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}


@cache
def tracked_files() -> tuple[PurePosixPath, ...]:
    """Every file that git keeps and that is there, relative to the root."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    names = (PurePosixPath(name) for name in listing.stdout.split("\0") if name)
    return tuple(name for name in names if (ROOT / name).is_file())


@cache
def text_of(name: PurePosixPath) -> str:
    """The file's text, empty for a picture or another binary file."""
    content = (ROOT / name).read_bytes()
    return "" if b"\0" in content else content.decode("utf-8")


def source_files() -> list[PurePosixPath]:
    return [name for name in tracked_files() if name.suffix in SOURCES]


def places(pattern: re.Pattern[str], names: list[PurePosixPath]) -> list[str]:
    """Where the pattern occurs, as ``file:line: text``."""
    return [
        f"{name}:{number}: {match[0]}"
        for name in names
        for number, line in enumerate(text_of(name).splitlines(), 1)
        if (match := pattern.search(line))
    ]


def test_git_lists_the_sources() -> None:
    assert {"engine/__init__.py", "app/__init__.py", "Makefile"} <= {str(name) for name in tracked_files()}


def test_every_source_file_is_one_room() -> None:
    written = [name for name in source_files() if ".generated." not in name.name]
    lengths = {str(name): len(text_of(name).splitlines()) for name in written}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_file_has_a_vague_name() -> None:
    assert [
        str(name) for name in source_files() if VAGUE_NAMES & {part.split(".")[0] for part in name.parts}
    ] == []


def test_no_file_names_a_package_registry() -> None:
    hosts = re.compile("|".join(re.escape(host) for host in REGISTRY_HOSTS))
    assert places(hosts, list(tracked_files())) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert places(MACHINE_PATH, list(tracked_files())) == []


def test_nothing_is_left_unfinished() -> None:
    assert places(UNFINISHED, source_files()) == []


def test_nothing_built_is_kept() -> None:
    built = re.compile(r"^(?:static/dist|node_modules|\.venv|data)/|\.pyc$|\.egg-info/")
    assert [str(name) for name in tracked_files() if built.search(str(name))] == []


@pytest.mark.parametrize(
    ("folder", "file", "test"),
    [
        ("tests", r"test_\w+\.py$", r"^(?:    )?(?:async )?def test_|TestCase$"),
        ("static", r"\.test\.tsx?$", r"\b(?:test|it)(?:\.each)?\("),
    ],
    ids=["pytest", "vitest"],
)
def test_every_test_file_has_tests(folder: str, file: str, test: str) -> None:
    names = [name for name in tracked_files() if name.parts[0] == folder and re.search(file, name.name)]
    assert names, f"no test files in {folder}"
    assert [str(name) for name in names if not re.search(test, text_of(name), re.MULTILINE)] == []
