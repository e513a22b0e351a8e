"""The trainer for networks of dense layers: everything happens in compiled kernels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.clippings import Clipping
from engine.generators import generator_state
from engine.layers import Program
from engine.losses import Loss
from engine.network import TrainingData
from engine.optimizers import Optimizer
from engine.schedules import FIRST_MEMORY
from engine.trainers.compiled import kernels, looks
from engine.trainers.compiled.finite import FINE, REASONS
from engine.trainers.compiled.memory import Memory
from engine.trainers.compiled.table import (
    BATCH,
    BATCHES,
    BEST,
    COST,
    DROPOUT,
    EPOCH,
    OPTIMIZER_STEP,
    POSITION,
    REDUCED,
    STEP,
    WAITED,
)
from engine.trainers.trainer import METRICS, Array, Batch, Divergence, Figures, Progress

GENERATORS = {"batches_state": BATCHES, "dropout_state": DROPOUT}
COUNTERS = {
    "step": STEP,
    "optimizer_step": OPTIMIZER_STEP,
    "position": POSITION,
    "epoch": EPOCH,
    "batch_samples": BATCH,
}
FIGURES = {"schedule_factor": REDUCED, "schedule_best": BEST, "schedule_waited": WAITED, "batch_cost": COST}
"""Names in a state, and places in the arrays that the kernels share."""


class CompiledTrainer:
    """A ``Trainer`` for a program of operations.

    Parameters
    ----------
    program : sequence of Stage
        Operations in order of computation, ending with the output's affine operation.
    parameters : mapping of str to array
        First values, such as ``"layers.0.weight"`` (out_features, in_features).
    data : TrainingData
        Scaled features (features, samples) and encoded targets (outputs, samples).
    batch_size : int
        Samples in one step; the last step of an epoch may have fewer.
    seed : int
        Seeds the order of the samples and dropout.
    task : str
        "binary", "classes" or "regression": tells what counts as a correct prediction.
    threshold : float
        Between the two targets of a binary task.
    clipping : Clipping, optional
        What is done to gradients that are too large.
    epochs : int
        Of the whole training, which schedules may need to know.
    """

    def __init__(
        self,
        program: Program,
        parameters: Mapping[str, Array],
        data: TrainingData,
        loss: Loss,
        optimizer: Optimizer,
        batch_size: int,
        seed: int,
        task: str,
        threshold: float = 0.5,
        clipping: Clipping | None = None,
        epochs: int = 1000,
    ) -> None:
        self._generators = np.array(
            [generator_state(seed, name) for name in ("batches", "dropout")], np.uint64
        )
        self._counters = np.zeros(len(COUNTERS), np.int64)
        self._counts = (
            self._counters.data
        )  # the same numbers: single ones are read from it three times as fast
        self._figures = np.array([*FIRST_MEMORY, 0.0])
        self._optimizer = optimizer
        self._arrange(program, data, loss, optimizer, batch_size, task, threshold, clipping, epochs)
        self._begin_epoch()
        self.set_parameters(parameters)

    @property
    def step(self) -> int:
        """Return the optimizer steps since the start."""
        return int(self._counts[STEP])

    @property
    def steps_per_epoch(self) -> int:
        """Return the optimizer steps of one epoch."""
        return -(-len(self._order) // self._batch_size)

    @property
    def steps_to_epoch_end(self) -> int:
        """Return the optimizer steps that are left of the present epoch, a whole epoch at its start."""
        return -(-(len(self._order) - self._counts[POSITION]) // self._batch_size)

    def reconfigure(
        self,
        program: Program,
        data: TrainingData,
        loss: Loss,
        optimizer: Optimizer,
        batch_size: int,
        task: str,
        threshold: float = 0.5,
        clipping: Clipping | None = None,
        epochs: int = 1000,
    ) -> None:
        """Go on with other settings, where the parameters' shapes stay.

        The parameters stay; so does the optimizer's state where its kind stays, else it starts from zero. Where
        the number of training samples changes, the epoch begins again with a new order.
        """
        before, samples = self._memory, self._train.shape[1]
        former = self._optimizer
        self._arrange(program, data, loss, optimizer, batch_size, task, threshold, clipping, epochs)
        self.set_parameters(before.parameters)
        if type(optimizer) is type(former):
            _overwrite(self._memory.slots, before.slots)
        self._begin_rules(former)
        if self._train.shape[1] != samples:
            self._begin_epoch()

    def retune(self, optimizer: Optimizer, clipping: Clipping | None, epochs: int) -> None:
        """Go on with other settings of the same kind of optimizer, as ``reconfigure`` does, where all else stays."""
        former = self._optimizer
        self._memory.use_optimizer(optimizer, clipping, epochs)
        self._optimizer, self._epochs = optimizer, epochs
        self._begin_rules(former)

    def _begin_rules(self, former: Optimizer) -> None:
        """Let an optimizer and a schedule of other kinds than before begin with an empty memory."""
        if type(self._optimizer.schedule) is not type(former.schedule):
            self._figures[: len(FIRST_MEMORY)] = FIRST_MEMORY
        if type(self._optimizer) is not type(former):
            self._counters[OPTIMIZER_STEP] = 0

    def advance(self, steps: int, distance: int = 1) -> Progress:
        """Do up to so many optimizer steps, fewer only on divergence: then the last finite state is kept."""
        before = self._counts[EPOCH]
        rows = np.empty((self._epochs_within(steps) // distance + 2, len(METRICS)), np.float32)
        done, measured, place, reason = kernels.advance(
            *self._program,
            self._memory.trained,
            self._memory.pruned,
            self._train,
            self._test,
            self._order,
            self._counters,
            self._figures,
            self._generators,
            steps,
            distance,
            rows,
        )
        divergence = None
        if reason != FINE:
            divergence = Divergence(self.step + 1, self._nodes[place], REASONS[reason])
        return Progress(done, self._counts[EPOCH] - before, rows[:measured], divergence)

    def evaluate(self) -> Array:
        """Return the present ``METRICS``, shape (4,)."""
        row = np.empty(len(METRICS), np.float32)
        kernels.evaluate(*self._program, self._train, self._test, self._generators, row)
        return row

    def figures(self) -> Figures:
        """Return the present figures."""
        samples = max(1, len(self._order))
        return Figures(
            *looks.figures(*self._program, self._memory.matrices, samples, self._counters, self._figures)
        )

    def parameters(self) -> dict[str, Array]:
        """Return copies of all parameters."""
        return {name: view.copy() for name, view in self._memory.parameters.items()}

    def numbers(self) -> Array:
        """Return a copy of the same numbers one behind another, shape (numbers,)."""
        result = np.empty(self._count, np.float32)
        looks.collect(self._memory.numbers, self._memory.natural, result)
        return result

    def set_parameters(self, values: Mapping[str, Array]) -> None:
        """Overwrite parameters; the optimizer's state stays, and so do zeros of cut connections."""
        _overwrite(self._memory.parameters, values)
        for start, count in self._memory.pruned:
            self._memory.numbers[start : start + count] = 0

    def forward(self, features: Array, outputs_only: bool = False) -> Array:
        """Return what every unit gives, shape (units of all nodes, n), or of the output node only."""
        return self._predict(features, len(self._nodes) - 1 if outputs_only else 0, sums=False)

    def picture(
        self, features: Array, low: Array, high: Array, result: NDArray[np.uint8], outputs_only: bool = False
    ) -> None:
        """Write what ``forward`` returns as 0 … 255 between the ends of each unit; see ``Trainer.picture``."""
        first = len(self._nodes) - 1 if outputs_only else 0
        looks.picture(*self._program, features, first, self._generators, low, high, result)

    def preactivations(self, features: Array) -> Array:
        """Return the weighted sum of every unit that has an activation, of others what they give; (units, n)."""
        return self._predict(features, 0, sums=True)

    def _predict(self, features: Array, first: int, sums: bool) -> Array:
        """Return what the operations from number ``first`` on give, or their weighted sums."""
        result = np.empty((self._units[first], features.shape[1]), np.float32)
        given = np.ascontiguousarray(features)
        kernels.predict(*self._program, given, first, int(sums), self._generators, result)
        return result

    def gradients(self) -> dict[str, Array]:
        """Return the gradient of the mean training loss (without penalty or dropout) by each parameter."""
        total = np.zeros(self._memory.plan["parameters"][0], np.float32)
        kernels.differentiate(*self._program, self._memory.pruned, self._train, self._generators, total)
        return self._memory.views(total)

    @property
    def optimizer_step(self) -> int:
        """Return the steps in the optimizer's memory."""
        return int(self._counts[OPTIMIZER_STEP])

    @property
    def learning_rate(self) -> float:
        """Return the learning rate of the next step."""
        epoch = self._counters[EPOCH] + self._counters[POSITION] / max(1, len(self._order))
        reduced, best, waited = (float(number) for number in self._figures[: len(FIRST_MEMORY)])
        return self._optimizer.learning_rate * self._optimizer.schedule.at(
            epoch, self._epochs, (reduced, best, waited)
        )

    @property
    def last_batch(self) -> Batch | None:
        """Return size and cost of the last batch trained on."""
        size = int(self._counters[BATCH])
        return Batch(size, float(self._figures[COST])) if size else None

    def sample_losses(self, train: bool) -> Array:
        """Return the loss of each training or test sample with the present weights, shape (samples,)."""
        samples = self._train if train else self._test
        losses = np.empty(samples.shape[1], np.float32)
        kernels.judge_set(*self._program, samples, self._generators, losses)
        return losses

    def slots(self) -> dict[str, dict[str, Array]]:
        """Return the optimizer's state by parameter and by slot."""
        kept = self._memory.slots
        return {
            name: {slot: kept[f"{name}.{slot}"].copy() for slot in self._optimizer.slots}
            for name in self._memory.views(self._memory.numbers)
        }

    def next_step(self) -> dict[str, Array]:
        """Return what a step along the whole training set's gradient would add to each parameter."""
        numbers, (_, plan, table) = self._memory.numbers.copy(), self._program
        gradients = np.zeros(self._memory.plan["parameters"][0], np.float32)
        # What pads them stays 0: clipping looks at all that is there.
        _overwrite(self._memory.views(gradients), self.gradients())
        kernels.step_along(
            numbers,
            plan,
            table,
            self._memory.trained,
            self._memory.pruned,
            self._train.shape[1],
            self._counters,
            self._figures,
            gradients,
        )
        before = self._memory.views(self._memory.numbers)
        return {name: after - before[name] for name, after in self._memory.views(numbers).items()}

    def state(self) -> dict[str, NDArray[np.generic]]:
        """Return everything that the next step depends on, beside the spec."""
        arrays: dict[str, NDArray[np.generic]] = {
            name: view.copy() for name, view in (self._memory.parameters | self._memory.slots).items()
        }
        arrays["order"] = self._order.copy()
        arrays |= {name: self._generators[[place]] for name, place in GENERATORS.items()}
        arrays |= {name: self._counters[[place]] for name, place in COUNTERS.items()}
        arrays |= {name: self._figures[[place]] for name, place in FIGURES.items()}
        return arrays

    def state_bytes(self) -> bytes:
        """Return the numbers of ``state``, in its order."""
        numbers = np.empty(self._memory.remembered_count, np.float32)
        looks.collect(self._memory.numbers, self._memory.remembered, numbers)
        arrays = (numbers, self._order, self._generators, self._counters, self._figures)
        return b"".join([array.tobytes() for array in arrays])

    def load(self, state: Mapping[str, NDArray[np.generic]]) -> None:
        """Take over a state, so that training goes on bit-identically."""
        _overwrite(self._memory.parameters | self._memory.slots, state)
        self._order[:] = state["order"]
        for name, place in GENERATORS.items():
            self._generators[place] = state[name].item()
        for name, place in COUNTERS.items():
            self._counters[place] = state[name].item()
        for name, place in FIGURES.items():
            self._figures[place] = state[name].item()

    def _arrange(
        self,
        program: Program,
        data: TrainingData,
        loss: Loss,
        optimizer: Optimizer,
        batch_size: int,
        task: str,
        threshold: float,
        clipping: Clipping | None,
        epochs: int,
    ) -> None:
        """Lay out memory and tables, with all parameters zero."""
        features = data.train_features.shape[0]
        self._memory = Memory(
            program, features, loss, optimizer, batch_size, task, threshold, clipping, epochs
        )
        self._optimizer, self._epochs = optimizer, epochs
        self._nodes = [stage.node for stage in program]
        units = self._memory.table["outputs"] * self._memory.table["shown"]
        self._units = np.cumsum(units[::-1])[::-1].tolist()
        self._count = int(self._memory.natural["count"].sum())
        self._train = _stacked(data.train_features, data.train_targets)
        self._test = _stacked(data.test_features, data.test_targets)
        self._batch_size = batch_size
        self._program = (self._memory.numbers, self._memory.plan, self._memory.table)

    def _begin_epoch(self) -> None:
        """Forget the running epoch: the next step shuffles the samples anew."""
        self._order = np.arange(self._train.shape[1], dtype=np.int64)
        self._counters[POSITION] = 0

    def _epochs_within(self, steps: int) -> int:
        """Return how many epochs end within so many steps."""
        left = self.steps_to_epoch_end
        return 0 if steps < left else 1 + (steps - left) // self.steps_per_epoch


def _stacked(features: Array, targets: Array) -> Array:
    """Return features and targets as the kernels read them, (features + outputs, samples)."""
    return np.ascontiguousarray(np.concatenate([features, targets]), np.float32)


def _overwrite(views: Mapping[str, Array], values: Mapping[str, NDArray[np.generic]]) -> None:
    """Copy every value into its view."""
    for name, view in views.items():
        if name in values:
            view[...] = values[name]
