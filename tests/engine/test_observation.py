"""What is observed of a network is what autograd says of the same weights, and looking changes nothing."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from engine.activations.leaky_relu import LeakyRelu
from engine.activations.sigmoid import Sigmoid
from engine.activations.step import Step
from engine.activations.tanh import Tanh
from engine.concepts import kinds
from engine.network.nodes import INPUT
from engine.observation import MOST_SAMPLES, Observation
from engine.optimizers import Optimizer
from engine.run import Run
from engine.spec import read_spec
from engine.trainers.slopes import largest_slope
from tests.engine.networks_of_all_kinds import dense, every_network, experiment

Floats = NDArray[np.floating[Any]]
BATCHES = experiment(dense(4), {"kind": "batch_norm"}, {"kind": "dropout"}, dense(3, "relu"))


def started(document: dict[str, Any], epochs: int = 2) -> Run:
    run = Run(read_spec(document))
    run.advance_epochs(epochs)
    return run


class Reference:
    """The network of a run written anew, in float64, with autograd for everything."""

    def __init__(self, run: Run) -> None:
        self.values: dict[str, torch.Tensor] = {}
        self.sums: dict[str, torch.Tensor] = {}
        self.learned: dict[str, torch.Tensor] = {}
        network, parameters = run.network, run.trainer.parameters()
        together = any(node.layer.compares_samples for node in network.nodes)
        count = min(MOST_SAMPLES, run.prepared.data.train_features.shape[1]) if together else None
        data = run.prepared.data
        x, t = (
            torch.from_numpy(part.T.copy()).double()[:count]
            for part in (data.train_features, data.train_targets)
        )
        self.values[INPUT] = x
        for node in network.nodes:
            module = node.layer.torch(node.inputs, None).double()  # type: ignore[arg-type]
            module.train(node.layer.compares_samples)
            for plan in node.plans:
                getattr(module, plan.name).data.copy_(torch.from_numpy(parameters[f"{node.id}.{plan.name}"]))
                if plan.learned:
                    self.learned[f"{node.id}.{plan.name}"] = getattr(module, plan.name)
            self.values[node.id] = module(*(self.values[source] for source in node.sources))
            if hasattr(module, "activation"):
                self.sums[node.id] = module.preactivation  # type: ignore[assignment]
        spec, output = network.spec, network.output.id
        fused = spec.loss.fused_with == spec.network.output.activation.kind_name()
        losses = (
            spec.loss.fused_torch(self.sums[output], t) if fused else spec.loss.torch(self.values[output], t)
        )
        found = torch.autograd.grad(
            spec.loss.torch_finish(losses.mean()), list(self.learned.values()), materialize_grads=True
        )
        self.gradients = {name: gradient.numpy() for name, gradient in zip(self.learned, found, strict=True)}


def close(found: Floats, expected: Floats) -> None:
    """Equal to the precision of float32 sums, measured against the largest number there."""
    np.testing.assert_allclose(
        found, expected, rtol=2e-4, atol=6e-6 * max(1e-3, np.abs(expected).max(initial=0))
    )


@pytest.mark.parametrize("engine", ["compiled", "torch"])
@pytest.mark.parametrize("document", every_network())
def test_everything_is_what_autograd_says(document: dict[str, Any], engine: str) -> None:
    run = started({**document, "engine": engine})
    seen, expected = run.observation, Reference(run)
    for name, values in seen.outputs.items():
        np.testing.assert_allclose(
            values, expected.values[name].detach().numpy().T[:, : seen.samples], rtol=1e-4, atol=1e-5
        )
    assert seen.preactivations.keys() == expected.sums.keys()
    for name, values in seen.preactivations.items():
        np.testing.assert_allclose(
            values, expected.sums[name].detach().numpy().T[:, : seen.samples], rtol=1e-4, atol=1e-5
        )
    assert seen.gradients.keys() == expected.gradients.keys()
    for name, gradient in seen.gradients.items():
        close(gradient, expected.gradients[name])


@pytest.mark.parametrize("document", every_network())
def test_slopes_are_those_that_training_uses(document: dict[str, Any]) -> None:
    run = started(document)
    for name, slopes in run.observation.slopes.items():
        activation = run.observation.activations[name]
        first, second = activation.constants()
        learned = run.trainer.parameters().get(f"{name}.{activation.learned}")
        z, a = run.observation.preactivations[name], run.observation.outputs[name]
        for unit in range(len(z)):
            own = np.float32(first if learned is None else learned[unit])
            for sample in range(0, z.shape[1], 37):
                expected = activation.derivative(z[unit, sample], a[unit, sample], own, np.float32(second))
                assert slopes[unit, sample] == pytest.approx(float(expected), rel=1e-4, abs=1e-6)


def test_samples_that_are_compared_are_compared_with_each_other() -> None:
    """At the start running averages are 0 and 1, whatever the units give; a training step does not use them."""
    normalized = started(BATCHES, epochs=0).observation.outputs["layers.1"]
    np.testing.assert_allclose(normalized.mean(1), 0, atol=1e-5)
    np.testing.assert_allclose(normalized.std(1), 1, atol=1e-3)


def test_a_deep_network_with_batch_norm_does_not_seem_to_lose_its_gradients_at_the_start() -> None:
    layers = [layer for _ in range(5) for layer in (dense(8, "sigmoid"), {"kind": "batch_norm"})]
    run = started(experiment(*layers), epochs=0)
    sizes = {
        name: float(np.abs(gradients[f"layers.{index}.weight"]).mean())
        for name, gradients in (("seen", run.observation.gradients), ("in use", run.trainer.gradients()))
        for index in (0,)
    }
    assert sizes["seen"] > 10 * sizes["in use"]


@pytest.mark.parametrize("engine", ["compiled", "torch"])
@pytest.mark.parametrize(
    "optimizer", [{"kind": kind} for kind in kinds(Optimizer)], ids=lambda each: each["kind"]
)
def test_the_step_shown_is_the_step_of_a_training_with_all_samples_in_a_batch(
    optimizer: dict[str, Any], engine: str
) -> None:
    """With batch normalization too: its batch is what it compares, and running averages have no part in a step."""
    layers = (dense(4), {"kind": "batch_norm"}, dense(3, "relu"))
    document = {**experiment(*layers), "optimizer": optimizer, "engine": engine}
    document["training"] = {**document.get("training", {}), "batch_size": 60}
    run = Run(read_spec(document))
    assert run.steps_per_epoch == 1
    assert run.observation.samples == run.prepared.data.train_features.shape[1]
    for _ in range(3):
        shown, before = run.observation.next_step, run.trainer.parameters()
        run.advance(1)
        after = run.trainer.parameters()
        for name, step in shown.items():
            np.testing.assert_allclose(
                step, after[name] - before[name], rtol=2e-3, atol=2e-3 * max(1e-6, np.abs(step).max())
            )


@pytest.mark.parametrize("engine", ["compiled", "torch"])
@pytest.mark.parametrize("document", [*every_network(), pytest.param(BATCHES, id="batches")])
def test_looking_changes_nothing(document: dict[str, Any], engine: str) -> None:
    watched, alone = (Run(read_spec({**document, "engine": engine})) for _ in range(2))
    for _ in range(4):
        seen = watched.observation
        looks = [seen.outputs, seen.preactivations, seen.slopes, seen.gradients, seen.next_step]
        assert all(looks[:2])
        watched.advance(3)
    alone.advance(12)
    for name, value in alone.trainer.state().items():
        np.testing.assert_array_equal(watched.trainer.state()[name], value)


def test_one_observation_serves_until_something_changes() -> None:
    run = started(BATCHES)
    first = run.observation
    assert run.observation is first
    run.edit_parameter("layers.0", "weight", (0, 0), 3.0)
    edited = run.observation
    assert edited is not first
    assert edited.parameters["layers.0.weight"][0, 0] == 3
    run.advance(1)
    assert run.observation is not edited
    trained = run.observation
    run.reconfigure(read_spec({**BATCHES, "loss": "mean_squared_error"}))
    assert run.observation is not trained
    changed = run.observation
    run.reset()
    assert run.observation is not changed


def test_only_the_first_samples_are_looked_at() -> None:
    run = started({"data": {"kind": "circle", "samples": 900, "test_fraction": 0}})
    seen = run.observation
    assert seen.samples == MOST_SAMPLES
    np.testing.assert_array_equal(seen.features, run.prepared.data.train_features[:, :MOST_SAMPLES])
    assert seen.outputs["output"].shape == (1, MOST_SAMPLES)


@pytest.mark.parametrize("layers", [[dense(3)], [dense(3), {"kind": "batch_norm"}]])
@pytest.mark.parametrize("engine", ["compiled", "torch"])
def test_without_samples_there_is_nothing_to_see(layers: list[dict[str, Any]], engine: str) -> None:
    document = {"engine": engine, "data": {"kind": "points", "points": []}, "network": {"layers": layers}}
    run = Run(read_spec(document))
    seen = Observation(run.network, run.prepared.data, run.trainer)
    assert seen.outputs["layers.0"].shape == seen.slopes["layers.0"].shape == (3, 0)
    assert not any(gradient.any() for gradient in seen.gradients.values())


def test_largest_slopes() -> None:
    assert largest_slope(Sigmoid()) == pytest.approx(0.25)
    assert largest_slope(Tanh()) == pytest.approx(1)
    assert largest_slope(LeakyRelu()) == 1
    assert largest_slope(Step()) == 0
