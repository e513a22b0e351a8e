"""Works out every node of a network with its shapes, and refuses what is too large."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from engine.datasets import Task
from engine.errors import EngineError, LimitError, ShapeError, SpecError
from engine.generators import generator
from engine.layers import Layer, Operation, ParameterPlan, Shape, features_shape
from engine.spec import LIMITS, Spec

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Node:
    """One layer at its place in the network. Shapes are those of one sample."""

    id: str
    path: str
    """Where the layer stands in the spec."""
    layer: Layer
    inputs: Shape
    outputs: Shape
    plans: tuple[ParameterPlan, ...]
    multiply_adds: int

    @property
    def parameter_count(self) -> int:
        """Return how many numbers the node learns."""
        return sum(prod(plan.shape) for plan in self.plans)


@dataclass(frozen=True)
class Network:
    """The nodes from the features to the output, in the order in which they are computed."""

    spec: Spec
    inputs: Shape
    nodes: tuple[Node, ...]

    @property
    def task(self) -> Task:
        """Return what the network is to do with a sample."""
        return self.spec.data.task

    @property
    def output(self) -> Node:
        """Return the node that makes the prediction."""
        return self.nodes[-1]

    @property
    def parameter_count(self) -> int:
        """Return how many numbers the network learns."""
        return sum(node.parameter_count for node in self.nodes)

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

    def initial_parameters(self) -> dict[str, Array]:
        """Return first values by name, such as ``"layers.0.weight"``; the same seed gives the same values."""
        values = {}
        for node in self.nodes:
            for item in node.plans:
                name = f"{node.id}.{item.name}"
                draw = item.initializer.draw(
                    generator(self.spec.seed, name), item.shape, item.fan_in, item.fan_out
                )
                values[name] = np.ascontiguousarray(draw, dtype=np.float32)
        return values

    def needs_torch(self) -> bool:
        """Tell whether the spec asks for what the compiled trainer cannot do yet."""
        training, optimizer = self.spec.training, self.spec.optimizer
        units = [units for node in self.nodes if (units := node.layer.unit_settings())]
        return (
            training.gradient_clipping is not None
            or optimizer.schedule.kind_name() != "constant"
            or self.spec.loss.kind_name() == "root_mean_squared_error"
            or any(layer.constraint or layer.frozen or layer.pruned for layer in units)
        )

    def operations(self) -> list[tuple[str, Operation]] | None:
        """Return the program of the compiled trainer, or nothing where a layer needs the torch trainer."""
        if self.needs_torch():
            return None
        program: list[tuple[str, Operation]] = []
        for node in self.nodes:
            operations = node.layer.operations(node.inputs)
            if operations is None:
                return None
            program += [(node.id, operation) for operation in operations]
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


def plan(spec: Spec) -> Network:
    """Return the network of a spec, with every shape worked out.

    Raises
    ------
    ShapeError
        Where a layer cannot take what the one before it gives.
    LimitError
        Where the network or the work of one step is larger than ``LIMITS``.
    """
    features = check_features(spec)
    shape = features_shape(features)
    nodes = []
    if len(spec.network.layers) > LIMITS["layers"]:
        raise LimitError(
            f"A network may have at most {LIMITS['layers']} hidden layers; got {len(spec.network.layers)}.",
            "Remove some.",
            "network.layers",
        )
    outputs = spec.data.class_count() if spec.data.task == "classes" else 1
    places: list[tuple[str, Layer]] = [
        (f"layers.{index}", layer) for index, layer in enumerate(spec.network.layers)
    ]
    places.append(("output", spec.network.output.layer(outputs or 1)))
    for name, layer in places:
        path = f"network.{name}"
        try:
            after = layer.output_shape(shape)
        except ShapeError as error:
            raise ShapeError(error.message, error.hint, path) from None
        nodes.append(
            Node(name, path, layer, shape, after, layer.parameters(shape), layer.multiply_adds(shape))
        )
        shape = after
    network = Network(spec, features_shape(features), tuple(nodes))
    check_size(network)
    network.engine()
    return network


def check_features(spec: Spec) -> int:
    """Return how many features there are; raise SpecError where they do not fit the data."""
    features = spec.data.features or ()
    inputs = len(spec.data.input_names)
    if not features:
        raise SpecError("A network needs at least one feature.", "Switch a feature on.", "data.features")
    for index, feature in enumerate(features):
        missing = [position for position in feature.reads if position >= inputs]
        if missing:
            raise SpecError(
                f"The feature {feature.title} needs the input x{missing[0] + 1}, "
                f"but this data has only {', '.join(spec.data.input_names)}.",
                "Switch the feature off.",
                f"data.features.{index}",
            )
    if len({feature.kind_name() for feature in features}) < len(features):
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
    """Return how many samples are trained on; at least one."""
    samples = spec.data.sample_count()
    return max(1, samples - round(samples * spec.data.test_fraction))


def batch_size(spec: Spec) -> int:
    """Return how many samples a full batch has: never more than there are to train on."""
    size = spec.training.batch_size
    return train_count(spec) if size == "full" else min(size, train_count(spec))
