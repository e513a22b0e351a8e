"""A kernel without its sources trains as before."""

from __future__ import annotations

import subprocess
import sys

TRAINED = """
from app.backends import light_kernel
from app.backends.protocol import FrameRequest, Slice
from app.backends.workbench import Workbench

spec = {"data": {"kind": "xor"}, "network": {"layers": [{"kind": "dense", "units": 2}]}, "engine": "compiled"}

def trained():
    workbench = Workbench()
    assert workbench.open("run", spec, None).failure is None
    request = FrameRequest({"surface": {}, "neurons": {}, "gradients": {}}, packed=True)
    report = workbench.tick([Slice("run", 60.0, 50, request)])[0]
    assert report.failure is None and report.steps_done == 50
    return workbench._benches["run"].run.trainer.parameters()["layers.0.weight"].tobytes()

before = trained()
assert light_kernel.forget_sources() > 0
assert light_kernel.forget_sources() == 0
assert trained() == before
"""


def test_training_is_the_same_without_the_sources() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TRAINED], capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stderr
