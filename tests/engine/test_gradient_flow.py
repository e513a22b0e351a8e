"""What the gradients probe says: sizes as autograd has them, vanishing that shows, units that no gradient passes."""

from typing import Any

import numpy as np
import pytest

from engine.run import Run
from engine.spec import read_spec
from tests.engine.networks_of_all_kinds import EXAMPLES, dense, every_network, experiment
from tests.engine.test_observation import Reference, started

SEEDS = range(1, 11)
VANISHING, CURED = ("vanishing", "vanishing_cured")


def example(name: str, **more: Any) -> dict[str, Any]:
    import json

    (path,) = (path for path in EXAMPLES if path.stem == name)
    return {**json.loads(path.read_text(encoding="utf-8")), **more}


def flow(run: Run, **options: Any) -> dict[str, Any]:
    found = run.measure({"gradients": options})["probes"]["gradients"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("epochs", [0, 2])
@pytest.mark.parametrize("document", every_network())
def test_sizes_are_those_of_autograd(document: dict[str, Any], epochs: int) -> None:
    run = started(document, epochs)
    found, expected = flow(run, values=True), Reference(run).gradients
    steps, parameters = run.observation.next_step, run.trainer.parameters()
    nodes = dict.fromkeys(name.rpartition(".")[0] for name in expected)
    assert found["nodes"] == list(nodes)
    for place, node in enumerate(nodes):
        name = next(name for name in expected if name.rpartition(".")[0] == node)
        gradient = expected[name]
        size = np.sqrt(np.mean(gradient**2))
        assert found["root_mean_square"][place] == pytest.approx(size, rel=2e-4, abs=1e-9)
        assert found["largest"][place] == pytest.approx(np.abs(gradient).max(), rel=2e-4, abs=1e-9)
        weights = np.sqrt(np.mean(parameters[name].astype(float) ** 2))
        step = np.sqrt(np.mean(steps[name].astype(float) ** 2))
        assert found["update_ratio"][place] == pytest.approx(step / weights, rel=1e-5)
        np.testing.assert_array_equal(
            found["values"][node][name.rpartition(".")[2]], run.observation.gradients[name]
        )


def test_the_gradient_of_a_deep_sigmoid_network_vanishes() -> None:
    """Where the mean error is near 0 by chance, the last layers' gradient is small as well, and the ratio higher."""
    ratios = [flow(Run(read_spec(example(VANISHING, seed=seed))))["first_to_last"] for seed in SEEDS]
    assert ratios[0] < 1e-4
    assert np.median(ratios) < 1e-4
    assert max(ratios) < 2e-3


def test_with_rectifiers_it_reaches_the_first_layer_and_keeps_doing_so() -> None:
    ratios = [flow(Run(read_spec(example(CURED, seed=seed))))["first_to_last"] for seed in SEEDS]
    assert sum(0.1 < ratio < 1.8 for ratio in ratios) >= 9
    assert min(ratios) > 0.1
    run = Run(read_spec(example(CURED)))
    for _ in range(15):
        assert 0.1 < flow(run)["first_to_last"] < 10
        run.advance_epochs(4)
    assert run.metrics()["test_accuracy"] == 1


def test_batch_norm_is_seen_as_training_has_it() -> None:
    layers = [layer for _ in range(6) for layer in (dense(8, "sigmoid"), {"kind": "batch_norm"})]
    plain = [dense(8, "sigmoid")] * 6
    ratios = [flow(started(experiment(*chosen), epochs=0))["first_to_last"] for chosen in (layers, plain)]
    assert ratios[0] > 100 * ratios[1]


def states(activation: object, weight: float, bias: float, **more: Any) -> tuple[list[int], dict[str, Any]]:
    """The states of two units behind the given weights and biases, and the payload."""
    settings = {
        "initializer": {"kind": "constant", "value": weight},
        "bias_initializer": {"kind": "constant", "value": bias},
    }
    run = Run(read_spec(experiment(dense(2, activation, **settings), dense(2), **more)))
    found = flow(run)
    return found["unit_states"]["layers.0"].tolist(), found


@pytest.mark.parametrize(
    ("activation", "weight", "bias", "state"),
    [
        ("relu", 0.1, -10.0, 2),
        ("relu", 0.1, 10.0, 0),
        ({"kind": "leaky_relu", "slope": 0.01}, 0.1, -10.0, 1),
        ("sigmoid", 0.0, 5.0, 1),
        ("sigmoid", 0.0, 1.0, 0),
        ("tanh", 0.0, 3.0, 1),
        ("tanh", 0.0, 0.5, 0),
        ("step", 0.5, 0.0, 2),
    ],
)
def test_units_that_let_no_gradient_through(
    activation: object, weight: float, bias: float, state: int
) -> None:
    found, payload = states(activation, weight, bias)
    assert found == [state, state]
    assert payload["saturated"][0] == (state == 1)
    assert payload["dead"][0] == (state == 2)


def test_an_output_that_is_sure_of_itself_is_not_saturated() -> None:
    """With cross-entropy the gradient does not pass through the slope of the output; with squares it does."""
    output = {"activation": "sigmoid", "bias_initializer": {"kind": "constant", "value": 10.0}}
    network = {"layers": [dense(2), dense(2)], "output": output}
    for loss, named in (("binary_cross_entropy", False), ("mean_squared_error", True)):
        found = flow(Run(read_spec(experiment(loss=loss, network=network))))
        assert ("output" in found["unit_states"]) is named
        assert np.isnan(found["dead"][-1]) != named


def test_ratios_that_there_are_not() -> None:
    found = flow(Run(read_spec(experiment(dense(2)))))
    assert found["first_to_last"] is None
    zeros = flow(Run(read_spec(experiment(dense(2, initializer="zeros"), dense(2)))))
    assert np.isnan(zeros["update_ratio"][0])
