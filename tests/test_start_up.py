"""The process that serves HTTP starts quickly: only those that train load the heavy libraries."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent / "examples" / "spiral.json"
HEAVY = ("torch", "numba", "llvmlite")
SHOW_HEAVY = f"import json, sys; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"


@pytest.mark.parametrize(
    "work",
    [
        pytest.param("import app.server", id="serving"),
        pytest.param(
            f"import json, pathlib; from engine.spec import read_spec; "
            f"read_spec(json.loads(pathlib.Path({str(EXAMPLE)!r}).read_text()))",
            id="validating a spec",
        ),
        pytest.param("from engine.spec import spec_schema; spec_schema()", id="describing the spec"),
        pytest.param("import app.command_line", id="reading the command line"),
    ],
)
def test_no_heavy_library_is_loaded_for(work: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"{work}\n{SHOW_HEAVY}"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert json.loads(done.stdout) == []
