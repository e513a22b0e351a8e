"""What a frame carries, as types: the page's own are generated from these.

The server itself forwards packed bytes; these models say what is in them once a page has decoded them.
"""

from __future__ import annotations

from typing import Literal

from typing_extensions import NotRequired, TypedDict  # noqa: UP035 - pydantic needs them on Python 3.11

from app.wire.arithmetic import GradientCheckProbe, TraceProbe
from app.wire.arrays import F32Array, MapArray, U8Array, U32Array
from app.wire.coach import CoachProbe
from app.wire.landscape import LandscapeProbe
from app.wire.summary import Extent

ParameterArrays = dict[str, dict[str, F32Array]]


class Metrics(TypedDict):
    """The run's newest figures; null where there is none."""

    train_loss: float | None
    test_loss: float | None
    train_accuracy: float | None
    test_accuracy: float | None
    penalty: float | None
    learning_rate: float | None
    sparsity: float | None


# Called, not declared, because "from" is a word of Python.
HistoryProbe = TypedDict(
    "HistoryProbe",
    {
        "from": int,
        "epoch": U32Array,
        "train_loss": F32Array,
        "test_loss": F32Array,
        "train_accuracy": F32Array,
        "test_accuracy": F32Array,
    },
)
HistoryProbe.__doc__ = "The curves: drop what is at or after epoch ``from``, then append. NaN means no value."


class DataProbe(TypedDict):
    """The samples themselves, sent when they changed."""

    version: int
    train_inputs: F32Array
    train_targets: F32Array
    test_inputs: F32Array
    test_targets: F32Array


class SurfaceProbe(TypedDict):
    """The output over the input plane (bytes, row 0 lowest x2) or over one input (floats)."""

    axes: list[str]
    values: MapArray
    low: NotRequired[F32Array]
    high: NotRequired[F32Array]
    extent: Extent


class NodeUnits(TypedDict):
    """Which rows of the neurons' maps belong to a node."""

    id: str
    units: int
    offset: int


class InspectedUnit(TypedDict):
    """The map of one unit in more detail, on its own scale."""

    node: str
    unit: int
    values: MapArray
    low: NotRequired[F32Array]
    high: NotRequired[F32Array]


class NeuronsProbe(TypedDict):
    """Every unit's output over the inputs; a byte stands for low + byte / 255 * (high - low)."""

    values: MapArray
    low: F32Array
    high: F32Array
    nodes: list[NodeUnits]
    inspected: NotRequired[InspectedUnit]


class ConfusionProbe(TypedDict):
    """Samples by (true, predicted) class of both sets, and each sample's predicted class; empty in regression."""

    labels: list[str]
    train: U32Array
    test: U32Array
    train_predicted: U32Array
    test_predicted: U32Array


class WeightsProbe(TypedDict):
    """Every parameter array by node."""

    nodes: ParameterArrays


class GradientsProbe(TypedDict):
    """The gradient of the training loss by the weights of each node, in forward order; NaN where there is no ratio.

    States of units: 0 fine, 1 saturated, 2 dead; shares are of the node's units.
    """

    nodes: list[str]
    root_mean_square: F32Array
    largest: F32Array
    zeros: F32Array
    update_ratio: F32Array
    saturated: F32Array
    dead: F32Array
    unit_states: dict[str, U8Array]
    first_to_last: float | None
    values: NotRequired[ParameterArrays]


class Histogram(TypedDict):
    """How many numbers lie in each of the equal ranges between two ends."""

    low: float
    high: float
    counts: U32Array


class Quantities(TypedDict):
    """What there is to count of each node that has it."""

    weights: dict[str, Histogram]
    biases: dict[str, Histogram]
    weight_gradients: dict[str, Histogram]
    preactivations: dict[str, Histogram]
    outputs: dict[str, Histogram]


class HistogramsProbe(TypedDict):
    """How the numbers of each node are spread at an epoch, which is now or one of the kept moments."""

    epoch: int
    moments: list[int]
    nodes: list[str]
    quantities: Quantities


class HiddenNode(TypedDict):
    """Where a node puts each sample, and the share of the samples' variance that this plane shows."""

    id: str
    x: F32Array
    y: F32Array
    explained: float


class HiddenProbe(TypedDict):
    """The first training samples as each node sees them, the features as node ``input``; targets as in data."""

    nodes: list[HiddenNode]
    targets: F32Array


class BatchCost(TypedDict):
    """The last batch trained on: how many samples, and their cost at the time."""

    size: int
    cost: float


class LossesProbe(TypedDict):
    """The loss of each sample with the present weights, and the costs that they make."""

    train: F32Array
    test: F32Array
    cost_train: float | None
    cost_test: float | None
    batch: BatchCost | None


class OptimizerProbe(TypedDict):
    """By node and parameter: each slot of the optimizer, and as ``step`` what the next step would add."""

    nodes: dict[str, dict[str, dict[str, F32Array]]]
    slots: list[str]
    learning_rate: float


SENT_ONCE = frozenset({"history", "data"})
"""Of these a page is sent what is new to it, and not everything every time."""


class Probes(TypedDict, total=False):
    """What a frame may carry; a probe that did not change or is not watched is absent."""

    history: HistoryProbe
    data: DataProbe
    surface: SurfaceProbe
    neurons: NeuronsProbe
    confusion: ConfusionProbe
    weights: WeightsProbe
    gradients: GradientsProbe
    histograms: HistogramsProbe
    hidden: HiddenProbe
    losses: LossesProbe
    optimizer: OptimizerProbe
    trace: TraceProbe
    gradient_check: GradientCheckProbe
    landscape: LandscapeProbe
    coach: CoachProbe


class Frame(TypedDict):
    """One measurement, sent when there is credit; the newest wins."""

    op: Literal["frame"]
    run: str
    seq: int
    epoch: int
    step: int
    epochs_per_second: float
    metrics: Metrics
    probes: Probes
