"""What a layer keeps without learning it has no optimizer state and no next step, on either trainer."""

import numpy as np
import pytest

from engine.run import Run
from engine.spec import read_spec


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("engine", ["compiled", "torch"])
def test_the_optimizer_only_knows_what_is_learned(engine: str, optimizer: str) -> None:
    layers = [{"kind": "dense", "units": 3}, {"kind": "batch_norm"}]
    run = Run(
        read_spec(
            {
                "engine": engine,
                "optimizer": optimizer,
                "data": {"kind": "circle", "samples": 60},
                "network": {"layers": layers},
            }
        )
    )
    run.advance(3)
    learned = run.trainer.gradients().keys()
    assert run.trainer.next_step().keys() == run.trainer.slots().keys() == learned
    assert all(np.isfinite(step).all() for step in run.trainer.next_step().values())
    nodes = run.measure({"optimizer": {}})["probes"]["optimizer"]["nodes"]
    assert nodes["layers.1"].keys() == {"scale", "shift"}
