"""Torch trains without TorchDynamo, and whoever needs that gets it."""

from __future__ import annotations

import subprocess
import sys

TRAINED = """
import sys
from app.backends import light_torch
light_torch.prepare()
from app.backends.protocol import Slice
from app.backends.workbench import Workbench
from engine.concepts import kinds
from engine.optimizers import Optimizer

layers = [{"kind": "dense", "units": 2}, {"kind": "batch_norm"}]
for optimizer in kinds(Optimizer):
    spec = {"data": {"kind": "xor"}, "network": {"layers": layers}, "optimizer": optimizer, "engine": "torch"}
    workbench = Workbench()
    assert workbench.open("run", spec, None).failure is None
    report = workbench.tick([Slice("run", 0.001, 3)])[0]
    assert report.failure is None and report.steps_done > 0, optimizer
assert not any(name.startswith("torch._dynamo.") for name in sys.modules)
assert not any(name.startswith("sympy") for name in sys.modules)
import torch._dynamo
torch._dynamo.config
assert type(sys.modules["torch._dynamo"]).__name__ == "module"
light_torch.prepare()
assert type(sys.modules["torch._dynamo"]).__name__ == "module"
"""


def test_every_optimizer_steps_without_what_would_compile_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TRAINED], capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stderr
