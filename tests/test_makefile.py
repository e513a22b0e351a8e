"""The Makefile asks before it fetches CUDA, and refuses an old Python in a sentence."""

import json
import os
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Answers `python -m pip install …` with the report that the test wrote, and notes each call.
STAND_IN = """#!/bin/sh
echo "$*" >> "{folder}/calls"
while [ $# -gt 0 ]; do
    if [ "$1" = --report ]; then cp "{folder}/report.json" "$2"; fi
    shift
done
"""


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    # `make test` hands its own settings down to what it starts: here they would hide what is tested.
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))
    }
    return subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """A virtual environment in which pip is a stand-in."""
    stamps = tmp_path / "stamps"
    stamps.mkdir()
    (stamps / "environment").touch()
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text(STAND_IN.format(folder=tmp_path))
    python.chmod(0o755)
    return tmp_path


def install_torch(environment: Path, *settings: str, brings: list[str]) -> subprocess.CompletedProcess[str]:
    """Run the step that installs PyTorch when pip would bring these packages."""
    report = {"install": [{"metadata": {"name": name}} for name in brings]}
    (environment / "report.json").write_text(json.dumps(report, indent=2))
    target = environment / "stamps" / "torch"
    return make(*settings, f"VENV={environment}", str(target))


def installs(environment: Path) -> list[str]:
    """The calls of pip that install, without those that only ask."""
    calls = (environment / "calls").read_text().splitlines()
    return [call for call in calls if "--dry-run" not in call]


def test_a_plain_package_of_pytorch_is_installed(environment: Path) -> None:
    result = install_torch(environment, "TORCH_INDEX=", "TORCH_CUDA=", brings=["torch", "sympy"])
    assert result.returncode == 0, result.stderr
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert [call.split()[-1] for call in installs(environment)] == extra["torch"]


@pytest.mark.parametrize("library", ["nvidia-cublas", "cuda-toolkit"])
def test_cuda_is_not_installed_unasked(environment: Path, library: str) -> None:
    result = install_torch(environment, "TORCH_INDEX=", "TORCH_CUDA=", brings=["torch", library])
    assert result.returncode != 0
    assert "TORCH_INDEX" in result.stderr
    assert "TORCH_CUDA=yes" in result.stderr
    assert installs(environment) == []


def test_cuda_is_installed_when_asked_for(environment: Path) -> None:
    result = install_torch(environment, "TORCH_INDEX=", "TORCH_CUDA=yes", brings=["torch", "nvidia-cublas"])
    assert result.returncode == 0, result.stderr
    assert len(installs(environment)) == 1


def test_a_named_index_serves_pytorch(environment: Path) -> None:
    index = "file:///some/index"
    result = install_torch(environment, f"TORCH_INDEX={index}", "TORCH_CUDA=", brings=["torch"])
    assert result.returncode == 0, result.stderr
    assert [f"--index-url {index} torch==" in call for call in installs(environment)] == [True]


def test_an_old_python_is_refused_in_a_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    result = make(f"PYTHON={old}", f"VENV={tmp_path}", f"{tmp_path}/stamps/environment")
    assert result.returncode != 0
    assert "needs Python 3.11 or newer" in result.stderr
    assert not (tmp_path / "pyvenv.cfg").exists()
