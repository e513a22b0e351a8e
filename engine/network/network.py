"""Works out every node of a network with its shapes, and refuses what is too large."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.datasets import Task
from engine.errors import CommandError, EngineError, LimitError, SpecError
from engine.generators import generator
from engine.layers import FEATURES, Shape, Stage, features_shape
from engine.network.nodes import INPUT, Node, nodes_of
from engine.spec import LIMITS, Spec

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Network:
    """The nodes from the features to the output, in the order in which they are computed."""

    spec: Spec
    inputs: Shape
    nodes: tuple[Node, ...]

    @property
    def task(self) -> Task:
        """Return what the network is to do with a sample."""
        return self.spec.data.description.task

    @property
    def output(self) -> Node:
        """Return the node that makes the prediction."""
        return self.nodes[-1]

    @property
    def parameter_count(self) -> int:
        """Return how many numbers the network learns."""
        return sum(node.parameter_count for node in self.nodes)

    @property
    def frozen_parameter_count(self) -> int:
        """Return how many of them do not move."""
        units = ((node, node.layer.unit_settings()) for node in self.nodes)
        return sum(node.parameter_count for node, told in units if told and told.frozen)

    @property
    def multiply_adds(self) -> int:
        """Return the multiply-adds of one sample's forward pass."""
        return sum(node.multiply_adds for node in self.nodes)

    def target_range(self) -> tuple[float, float]:
        """Return the numbers that stand for "no" and "yes" in the targets of a classification."""
        signed = self.spec.loss.signed_targets
        if signed is None:
            low, _ = self.spec.network.output.activation.bounds()
            signed = low is None or low <= -1
        return (-1.0, 1.0) if signed else (0.0, 1.0)

    def kept(self) -> set[str]:
        """Return the names of the parameters that are measured and kept rather than learned."""
        return {f"{node.id}.{item.name}" for node in self.nodes for item in node.plans if not item.learned}

    def initial_parameters(self) -> dict[str, Array]:
        """Return first values by name, such as ``"layers.0.weight"``, learned or kept; a seed gives the same."""
        values = {}
        for node in self.nodes:
            for item in node.plans:
                name = f"{node.id}.{item.name}"
                draw = item.initializer.draw(
                    generator(self.spec.seed, name), item.shape, item.fan_in, item.fan_out
                )
                values[name] = np.ascontiguousarray(draw, dtype=np.float32)
        return values

    def operations(self) -> list[Stage] | None:
        """Return the program of the compiled trainer, or nothing where a layer needs the torch trainer."""
        program: list[Stage] = []
        places = {INPUT: FEATURES}
        for node in self.nodes:
            operations = node.layer.operations(node.inputs)
            if operations is None:
                return None
            sources = tuple(places[source] for source in node.sources)
            for operation in operations:
                places[node.id] = len(program)
                program.append(Stage(node.id, operation, sources))
                sources = (places[node.id],)
        return program

    def engine(self) -> str:
        """Return the trainer to use, "compiled" or "torch"."""
        able = self.operations() is not None
        if self.spec.engine == "compiled" and not able:
            raise EngineError(
                'The compiled trainer cannot do every layer of this network; engine must be "auto" or "torch".',
                'Set "engine" to "auto".',
                "engine",
            )
        return "compiled" if able and self.spec.engine != "torch" else "torch"

    @property
    def compares_samples(self) -> bool:
        """Return whether a layer does, so that a training step has other outputs than the network in use."""
        return any(node.layer.compares_samples for node in self.nodes)

    @property
    def needs_pytorch(self) -> bool:
        """Return whether it cannot be trained, or not be observed, without PyTorch."""
        return self.compares_samples or self.engine() == "torch"


def plan(spec: Spec) -> Network:
    """Return the network of a spec, with every shape worked out.

    Raises
    ------
    ShapeError
        Where a layer cannot take what the one before it gives.
    LimitError
        Where the network or the work of one step is larger than ``LIMITS``.
    """
    inputs = features_shape(check_features(spec))
    description = spec.data.description
    outputs = description.classes if description.task == "classes" else 1
    hidden = [(f"layers.{index}", layer) for index, layer in enumerate(spec.network.layers)]
    nodes = nodes_of([*hidden, ("output", spec.network.output.layer(outputs or 1))], INPUT, inputs)
    network = Network(spec, inputs, tuple(nodes))
    check_size(network)
    network.engine()
    return network


def plan_again(network: Network, spec: Spec) -> Network:
    """Return the network of a spec that comes from another one's; the same layers on the same data keep their nodes.

    Raises
    ------
    ShapeError, LimitError
        As ``plan`` does.
    """
    before = network.spec
    if spec.network is not before.network or spec.data is not before.data or spec.engine != before.engine:
        return plan(spec)
    again = replace(network, spec=spec)
    check_size(again)
    return again


def check_features(spec: Spec) -> int:
    """Return how many features there are; raise SpecError where they do not fit the data."""
    features = spec.data.features or ()
    names = spec.data.description.input_names
    if not features:
        raise SpecError("A network needs at least one feature.", "Switch a feature on.", "data.features")
    for index, feature in enumerate(features):
        missing = [position for position in feature.positions() if position >= len(names)]
        if missing:
            raise SpecError(
                f"The feature {feature.title} needs the input x{missing[0] + 1}, "
                f"but this data has only {', '.join(names)}.",
                "Switch the feature off.",
                f"data.features.{index}",
            )
    if len(set(features)) < len(features):
        raise SpecError("Each feature can be used only once.", "Remove the repeated one.", "data.features")
    return len(features)


def check_size(network: Network) -> None:
    """Raise LimitError where the network or one step of its training is too large."""
    limit = LIMITS["parameters"]
    if network.parameter_count > limit:
        raise LimitError(
            f"A network may have at most {limit:,} parameters; this one has {network.parameter_count:,}.",
            "Use fewer layers or units.",
            "network.layers",
        )
    batch = batch_size(network.spec)
    work = 3 * network.multiply_adds * batch
    limit = LIMITS["multiply_adds_per_step"]
    if work > limit:
        raise LimitError(
            f"One step may take at most {limit:,} multiply-adds; a batch of {batch} samples takes {work:,}.",
            "Use a smaller batch or fewer units.",
            "training.batch_size",
        )


def train_count(spec: Spec) -> int:
    """Return how many samples are trained on: at least one, unless there is none at all."""
    samples = spec.data.sample_count()
    return max(min(1, samples), samples - round(samples * spec.data.test_fraction))


def check_samples(spec: Spec) -> None:
    """Raise CommandError where there is nothing to train on."""
    if not train_count(spec):
        raise CommandError(
            "There is nothing to train on yet.", "Draw some points to train on.", "data.points"
        )


def batch_size(spec: Spec) -> int:
    """Return how many samples a full batch has: never more than there are to train on, but at least one."""
    size, most = spec.training.batch_size, max(1, train_count(spec))
    return most if size == "full" else min(size, most)
