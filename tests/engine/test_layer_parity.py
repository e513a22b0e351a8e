"""Both trainers agree on networks of every kind of layer, nested and mixed."""

from typing import Any

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.network import plan, prepare
from engine.spec import read_spec
from engine.trainers.torch import TorchTrainer
from tests.engine.test_parity import DATA, OUTPUTS, SMOOTH_LOSSES, assert_parity, trainers

STEADY = {1: 5e-6, 10: 5e-5, 100: 1e-3}
"""Largest difference of a parameter in float32 after so many steps; a division by a small spread enlarges rounding."""

PLAIN = st.one_of(
    st.builds(
        lambda units, activation, rule: {"kind": "dense", "units": units, "activation": activation, **rule},
        st.integers(1, 9),
        st.sampled_from(["tanh", "sigmoid", "softplus", {"kind": "prelu", "slope": 0.4}]),
        st.sampled_from([{}, {}, {"frozen": True}, {"pruned": [[0, 0]]}, {"regularizer": "l2"}]),
    ),
    st.builds(lambda rate: {"kind": "dropout", "rate": rate}, st.sampled_from([0.0, 0.3])),
    st.builds(
        lambda momentum, epsilon: {"kind": "batch_norm", "momentum": momentum, "epsilon": epsilon},
        st.sampled_from([0.05, 0.5, 1.0]),
        st.sampled_from([1e-2, 0.1]),
    ),
    st.builds(lambda epsilon: {"kind": "layer_norm", "epsilon": epsilon}, st.sampled_from([1e-2, 0.1])),
)


def residual(inside: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda layers: {"kind": "residual", "layers": layers}, st.lists(inside, min_size=1, max_size=2)
    )


LAYERS = st.lists(PLAIN | residual(PLAIN | residual(PLAIN)), min_size=1, max_size=2)


@st.composite
def experiments(draw: st.DrawFn) -> dict[str, Any]:
    """A small network of any layers; the last batch of an epoch is often smaller, sometimes one sample."""
    task = draw(st.sampled_from(sorted(DATA)))
    data = {"kind": DATA[task], "samples": draw(st.integers(20, 60)), "noise": 0.1, "scaling": "standardize"}
    return {
        "seed": draw(st.integers(0, 1000)),
        "data": data,
        "network": {"layers": draw(LAYERS), "output": {"activation": OUTPUTS[task]}},
        "loss": draw(st.sampled_from(SMOOTH_LOSSES[task])),
        "optimizer": {"kind": "sgd", "learning_rate": 0.02},
        "training": {"batch_size": draw(st.sampled_from([1, 2, 5, 12, "full"]))},
    }


@settings(max_examples=40, derandomize=True, deadline=None)
@given(experiment=experiments())
def test_mixed_networks(experiment: dict[str, Any]) -> None:
    assert_parity(experiment, STEADY)


@settings(max_examples=25, derandomize=True, deadline=None)
@given(experiment=experiments())
def test_gradients_and_values_are_those_of_autograd_in_float64(experiment: dict[str, Any]) -> None:
    compiled, _ = trainers(experiment)
    compiled.advance(3)
    network = plan(read_spec({**experiment, "engine": "torch"}))
    data = prepare(network).data
    exact = TorchTrainer(network, data, compiled.parameters())
    for _, module in exact.model.modules:
        module.double()
        module.zero_grad()
    exact.model.training(False)
    x, t = (torch.from_numpy(part.T.copy()).double() for part in (data.train_features, data.train_targets))
    values = torch.cat([value for _, value in exact.model.outputs(x)], 1)
    np.testing.assert_allclose(
        compiled.forward(data.train_features), values.detach().numpy().T, rtol=1e-4, atol=1e-5
    )
    exact._losses(x, t).mean().backward()
    gradients = compiled.gradients()
    assert gradients.keys() == exact.model.learned.keys()
    for (_, module), node in zip(exact.model.modules, network.nodes, strict=True):
        for item in node.plans:
            if item.learned:
                expected = getattr(module, item.name).grad.numpy()
                np.testing.assert_allclose(
                    gradients[f"{node.id}.{item.name}"], expected, rtol=2e-4, atol=2e-6, err_msg=node.id
                )
