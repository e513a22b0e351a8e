"""The process that serves HTTP starts quickly: only those that train load heavy libraries, PyTorch if asked."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent / "examples" / "spiral.json"
HEAVY = ("torch", "numba", "llvmlite")
SHOW_HEAVY = f"import json, sys; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"

COMPILED = """
from engine.concepts import kinds
from engine.probes import Probe, needs_pytorch
from engine.run import Run
from engine.spec import read_spec
layers = [{"kind": "dense", "units": 3, "activation": name} for name in ("relu", "gelu", "prelu", "step")]
layers += [{"kind": "layer_norm"}, {"kind": "dropout"}]
run = Run(read_spec({"data": {"kind": "xor"}, "network": {"layers": layers}}))
run.advance(20)
run.measure({name: {} for name in kinds(Probe) if not needs_pytorch(name)})
assert not run.network.needs_pytorch
Run.restore(run.snapshot()).advance(20)
"""


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
    assert heavy_after(work) == []


def test_pytorch_is_not_loaded_for_compiled_training_and_what_is_seen_of_it() -> None:
    """137 MB, which a class that trains networks of dense layers has no need for."""
    assert heavy_after(COMPILED) == ["numba", "llvmlite"]


def heavy_after(work: str) -> list[str]:
    """Return the heavy libraries that a new process has loaded after some work."""
    done = subprocess.run(
        [sys.executable, "-c", f"{work}\n{SHOW_HEAVY}"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    loaded: list[str] = json.loads(done.stdout)
    return loaded
