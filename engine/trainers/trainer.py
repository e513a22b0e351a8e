"""What a trainer is: the protocol that the compiled and the PyTorch trainer share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.network import Network, TrainingData

Array = NDArray[np.float32]
METRICS = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
"""Columns of the metrics that are measured at the end of epochs; NaN where there is none.

The losses are data terms, without penalty and without dropout, over the whole training or test set."""


@dataclass(frozen=True)
class Divergence:
    """Where training blew up: the step that was not carried out (counted from 1) and the node that came first."""

    step: int
    node: str
    what: str
    """"preactivation" or "gradient"."""


class Progress(NamedTuple):
    """What one call of ``advance`` did.

    ``rows`` has shape (measured epochs, 4), one row of ``METRICS`` for each epoch that ended and was measured.
    """

    steps: int
    epochs: int
    """Epochs that ended."""
    rows: Array
    divergence: Divergence | None


class Batch(NamedTuple):
    """The last batch trained on."""

    size: int
    cost: float
    """Its loss at the time, without penalty but with dropout."""


NEARLY_ZERO = np.float32(0.01)


class Figures(NamedTuple):
    """What there is to say of the moment beside the metrics."""

    penalty: float
    """Of all regularizers, summed over the layers."""
    learning_rate: float
    """Of the next step, as the schedule has it."""
    sparsity: float
    """Share of the weights, over all weight matrices, whose size is below ``NEARLY_ZERO``."""


class Trainer(Protocol):
    """Trains one network on one data set; every array it takes or gives is float32.

    Parameters are named ``"<node>.<parameter>"`` and have the shapes of the layer's plan, such as
    ``"layers.0.weight"`` of shape (out_features, in_features). The samples are shuffled at the start of each
    epoch by the generator ``"batches"``; both trainers draw the same batches and the same dropout masks.
    """

    @property
    def step(self) -> int:
        """Return the optimizer steps since the start."""

    @property
    def steps_per_epoch(self) -> int:
        """Return the optimizer steps of one epoch."""

    @property
    def steps_to_epoch_end(self) -> int:
        """Return the optimizer steps that are left of the present epoch, a whole epoch at its start."""

    @property
    def optimizer_step(self) -> int:
        """Return the steps in the optimizer's memory, where its rule counts them."""

    @property
    def learning_rate(self) -> float:
        """Return the learning rate of the next step, as the schedule has it."""

    @property
    def last_batch(self) -> Batch | None:
        """Return size and cost of the last batch trained on."""

    def take_over(self, network: Network, data: TrainingData) -> None:
        """Go on with a spec that has the same parameters.

        The optimizer's state stays where its kind stays. Where the number of samples changes, the present
        epoch begins again with a new order.
        """

    def advance(self, steps: int, distance: int = 1) -> Progress:
        """Do up to so many optimizer steps, fewer only on divergence: then the last finite state is kept.

        Metrics are measured after each epoch whose number is a multiple of ``distance``, and after the last one that
        ends; where training diverges behind that one, they are those of the last finite state.
        """

    def evaluate(self) -> Array:
        """Return the present ``METRICS``, shape (4,)."""

    def figures(self) -> Figures:
        """Return the present figures."""

    def parameters(self) -> dict[str, Array]:
        """Return copies of all parameters, learned or only kept."""

    def numbers(self) -> Array:
        """Return a copy of the same numbers one behind another, shape (numbers,)."""

    def set_parameters(self, values: Mapping[str, Array]) -> None:
        """Overwrite parameters; the optimizer's state stays, and so do zeros of cut connections."""

    def forward(self, features: Array, outputs_only: bool = False) -> Array:
        """Return what every unit gives, shape (units of all nodes, n), or of the output node only.

        ``features`` has shape (features, n), scaled. The input node's rows are not part of the result.
        """

    def picture(
        self, features: Array, low: Array, high: Array, result: NDArray[np.uint8], outputs_only: bool = False
    ) -> None:
        """Write what ``forward`` returns to ``result`` as 0 … 255 between the ends ``low`` and ``high``, (units,).

        A unit whose low is its high has no ends yet: it gets −s and s, its largest size, or 1 where that is more.
        """

    def preactivations(self, features: Array) -> Array:
        """Return the weighted sum of every unit that has an activation, shape (units of all nodes, n).

        Rows are as in ``forward``; units of nodes without an activation have there what they give.
        """

    def gradients(self) -> dict[str, Array]:
        """Return the gradient of the mean training loss (without penalty or dropout) by each learned parameter."""

    def sample_losses(self, train: bool) -> Array:
        """Return the loss of each training or test sample with the present weights, shape (samples,)."""

    def slots(self) -> dict[str, dict[str, Array]]:
        """Return the optimizer's state by parameter and by slot, each in the shape of the parameter."""

    def next_step(self) -> dict[str, Array]:
        """Return what a step along the whole training set's gradient would add to each parameter.

        With penalty, clipping, schedule and constraints; nothing is changed by asking.
        """

    def state(self) -> dict[str, NDArray[np.generic]]:
        """Return everything that the next step depends on, beside the spec."""

    def state_bytes(self) -> bytes:
        """Return the numbers of ``state``, in its order, as bytes; quicker than array by array."""

    def load(self, state: Mapping[str, NDArray[np.generic]]) -> None:
        """Take over a state, so that training goes on bit-identically."""
