"""While the compiled trainer trains, numbers too small for full precision count as 0; outside they do not."""

import numpy as np
import pytest

from engine.activations.relu import Relu
from engine.optimizers.sgd import Sgd
from engine.trainers.compiled.denormals import FLUSH
from tests.engine.compiled_networks import Problem

DENORMAL = np.float32(1e-39)


@pytest.mark.skipif(not FLUSH, reason="This processor is as quick with them.")
@pytest.mark.parametrize("hidden", [(5, 4), (8, 6)], ids=["general", "narrow"])
def test_an_average_that_fades_ends_at_zero(hidden: tuple[int, ...]) -> None:
    trainer = Problem(
        hidden=hidden, activation=Relu(), optimizer=Sgd(learning_rate=0.1, momentum=0.9)
    ).trainer()
    silent = np.full(hidden[0], -100, np.float32)
    trainer.set_parameters({"layers.0.bias": silent})  # so that the weights before have no gradient
    state = trainer.state()
    (average,) = (name for name in state if name.startswith("layers.0.weight."))
    state[average][:] = DENORMAL
    trainer.load(state)
    trainer.advance(1)
    assert not trainer.state()[average].any()
    assert DENORMAL * np.float32(0.5) > 0, "Python's own numbers must keep their precision."
