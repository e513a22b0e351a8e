"""The arithmetic of one sample and the gradient check, as types. Numbers are float64 here, and no arrays."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict


class TracedSample(TypedDict):
    """What goes into the network, what should come out, what does, and what that costs."""

    set: Literal["train", "test"]
    index: int
    inputs: list[float]
    target: float
    features: list[float]
    encoded_target: list[float]
    prediction: list[float]
    loss: float


class TracedNode(TypedDict):
    """Sums, outputs and the loss's derivatives by them, unit by unit; the first node is the features.

    Without sums there are no z and dz; an output whose loss is worked out from z has no da.
    """

    id: str
    z: list[float] | None
    a: list[float]
    da: list[float] | None
    dz: list[float] | None


class ChainRoute(TypedDict):
    """Nodes from the output back to the parameter's node, and the formula of all paths through them.

    The unit of factor i is that at place at[i] of the path; a weight and a link lead from there to the next one.
    """

    nodes: list[str]
    symbols: list[
        Literal["loss_by_output", "loss_by_sum", "slope", "weight", "link", "input", "one", "parameter"]
    ]
    at: list[int]


class ChainPath(TypedDict):
    """One path: a unit in every node of its route, its factors in the order of the formula, and their product."""

    route: int
    units: list[int]
    factors: list[float]
    product: float


class ParameterUpdate(TypedDict):
    """The next step of one number: gradient of the whole training set, penalty, both after clipping, and memory."""

    learning_rate: float
    number: int
    gradient: float
    penalty: float
    used: float
    frozen: bool
    slots_before: dict[str, float]
    slots_after: dict[str, float]
    step: float
    next_value: float


class TracedParameter(TypedDict):
    """The gradient of the sample's loss by one number: the strongest paths, and all others as one sum."""

    node: str
    parameter: str
    index: list[int]
    value: float
    gradient_sample: float
    gradient_batch: float
    routes: list[ChainRoute]
    paths: list[ChainPath]
    path_count: float
    rest: float
    update: ParameterUpdate


class TraceProbe(TypedDict):
    """One sample's way to the loss, and the way back to one number; or why there is none, in words."""

    problem: str | None
    sample: TracedSample | None
    nodes: list[TracedNode]
    chosen: TracedParameter | None


class GradientCheckProbe(TypedDict):
    """One gradient by backpropagation and by differences over each step; errors are relative."""

    problem: str | None
    node: str | None
    parameter: str
    index: list[int]
    value: float | None
    loss: float | None
    analytic: float | None
    steps: list[float]
    numeric: list[float]
    difference: list[float]
    error: list[float]
