"""What the server works out about an experiment before anything is trained."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue

Extent = dict[str, tuple[float, float]]


class Described(BaseModel):
    """A part of a summary, as the engine describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ShapeAxis(Described):
    """One named axis of what a node gives."""

    axis: str
    size: int


class ParameterArray(Described):
    """One array of a node, with the names of its axes."""

    shape: list[int]
    axes: list[str]


class NodeSummary(Described):
    """One column of the diagram: the features, a layer or the output.

    ``sources`` names the nodes whose values it reads: none for the features, two for a residual layer (the last of
    the layers inside, then its own input). ``trainable`` is learned, ``buffers`` only kept, such as a running mean.
    """

    id: str
    path: str
    kind: str
    title: str
    units: int
    unit_labels: list[str] | None
    shape: list[ShapeAxis]
    parameters: int
    multiply_adds: int
    sources: list[str]
    trainable: dict[str, ParameterArray]
    buffers: dict[str, ParameterArray]


class Summary(Described):
    """The network's nodes, sizes and costs, and the data's ranges.

    ``schedule`` is the factor of the learning rate at evenly spaced moments from the first epoch to the last.
    """

    engine: Literal["compiled", "torch"]
    task: Literal["binary", "classes", "regression"]
    classes: int | None
    class_names: list[str] | None
    target_name: str | None
    raw_inputs: list[str]
    nodes: list[NodeSummary]
    parameters: int
    frozen_parameters: int
    multiply_adds: int
    steps_per_epoch: int
    batch_size: int
    schedule: list[float]
    train_samples: int
    test_samples: int
    extent: Extent
    held: list[float]
    output_range: tuple[float, float] | None


class Change(Described):
    """One edit of the spec."""

    path: str
    value: JsonValue


class Caution(Described):
    """Something allowed that is rarely wanted, with the edits that mend it."""

    code: str
    path: str | None
    message: str
    hint: str | None
    cure: list[Change] | None
