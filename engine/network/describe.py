"""Describes the network of a spec to the browser, without building it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any

from engine.layers import Shape, size_of
from engine.network.combination import warnings_of
from engine.network.in_vain import settings_in_vain
from engine.network.network import Network, batch_size, plan, train_count
from engine.network.nodes import INPUT, Node
from engine.schedules import Schedule
from engine.spec import Spec


@dataclass(frozen=True)
class Summary:
    """What there is to know of a network before it is trained."""

    network: Network

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """Return the doubtful choices, each with the reason and a cure."""
        return warnings_of(self.network) + settings_in_vain(self.network)

    def document(self) -> dict[str, Any]:
        """Return the summary as the wire carries it."""
        network, spec = self.network, self.network.spec
        train = train_count(spec)
        batch = batch_size(spec)
        data = spec.data.description
        return {
            "engine": network.engine(),
            "task": network.task,
            "classes": data.classes,
            "class_names": list(data.class_names) if data.class_names else None,
            "target_name": data.target_name,
            "raw_inputs": list(data.input_names),
            "nodes": [
                input_node(network),
                *(node_document(network, node) for node in network.nodes),
            ],
            "parameters": network.parameter_count,
            "frozen_parameters": network.frozen_parameter_count,
            "multiply_adds": network.multiply_adds,
            "steps_per_epoch": ceil(train / batch),
            "batch_size": batch,
            "schedule": list(course(spec.optimizer.schedule, spec.training.epochs)),
            "train_samples": train,
            "test_samples": spec.data.sample_count() - train,
            "extent": {name: list(pair) for name, pair in zip(data.input_names, data.extent, strict=True)},
            "held": list(data.held),
            "output_range": None if network.task == "regression" else list(network.target_range()),
        }


def describe(spec: Spec) -> Summary:
    """Return the summary of a spec; raise ShapeError or LimitError where it cannot be built."""
    return Summary(plan(spec))


def described_alike(one: Spec, other: Spec) -> bool:
    """Tell whether two specs have the same summary: nothing differs but the name or the optimizer's own settings."""
    return _described(one) == _described(other)


def _described(spec: Spec) -> dict[str, Any]:
    """Return the parts of a spec that its summary may depend on."""
    return {**dict(spec), "name": None, "optimizer": spec.optimizer.schedule}


@lru_cache(maxsize=128)
def course(schedule: Schedule, epochs: int) -> tuple[float, ...]:
    """Return the factor of the learning rate at evenly spaced moments of a training, as the page draws it."""
    return tuple(round(factor, 4) for factor in schedule.course(epochs))


def shape_document(shape: Shape) -> list[dict[str, Any]]:
    """Return a shape as a list of named axes."""
    return [{"axis": axis.name, "size": axis.size} for axis in shape]


def input_node(network: Network) -> dict[str, Any]:
    """Return the node of the features."""
    data = network.spec.data
    labels = [feature.label(data.description.input_names) for feature in data.features or ()]
    return {
        "id": INPUT,
        "path": "data.features",
        "kind": "features",
        "title": "Features",
        "units": size_of(network.inputs),
        "unit_labels": labels,
        "shape": shape_document(network.inputs),
        "parameters": 0,
        "multiply_adds": 0,
        "sources": [],
        "trainable": {},
        "buffers": {},
    }


def arrays_document(node: Node, learned: bool) -> dict[str, Any]:
    """Return shape and named axes of what a node learns, or of what it only keeps."""
    return {
        plan.name: {"shape": list(plan.shape), "axes": list(plan.axes)}
        for plan in node.plans
        if plan.learned == learned
    }


def node_document(network: Network, node: Node) -> dict[str, Any]:
    """Return one node behind the features."""
    last = node is network.output
    return {
        "id": node.id,
        "path": node.path,
        "kind": "output" if last else node.layer.kind_name(),
        "title": "Output" if last else node.layer.title,
        "units": size_of(node.outputs),
        "unit_labels": class_labels(network) if last and network.task == "classes" else None,
        "shape": shape_document(node.outputs),
        "parameters": node.parameter_count,
        "multiply_adds": node.multiply_adds,
        "sources": list(node.sources),
        "trainable": arrays_document(node, learned=True),
        "buffers": arrays_document(node, learned=False),
    }


def class_labels(network: Network) -> list[str]:
    """Return the names of the classes, in the data's own words where it has some; none in regression."""
    data = network.spec.data.description
    return list(data.class_names or (f"class {number}" for number in range(data.classes or 0)))
