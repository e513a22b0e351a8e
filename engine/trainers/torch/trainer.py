"""Trains a network with PyTorch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from math import ceil

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.generators import generator_state
from engine.network import Network, TrainingData
from engine.network.network import batch_size
from engine.schedules import FIRST_MEMORY, Memory
from engine.trainers.batches import Randomness, shuffle
from engine.trainers.maps import largest_sizes, quantize
from engine.trainers.torch.model import Model
from engine.trainers.torch.rules import Rules
from engine.trainers.trainer import METRICS, NEARLY_ZERO, Array, Batch, Divergence, Figures, Progress

torch.set_num_threads(1)  # networks of this size lose time to threads, and one core serves one run

OVERFLOW = 2.0**60
"""Losses and gradients beyond this count as diverged: their squares still fit into float32."""


class TorchTrainer:
    """See ``engine.trainers.trainer.Trainer``; arrays are float32, samples of shape (batch, features) inside."""

    def __init__(self, network: Network, data: TrainingData, parameters: Mapping[str, Array]) -> None:
        seed = network.spec.seed
        self.step = self.epoch = 0
        self.memory: Memory = FIRST_MEMORY
        self.last_batch: Batch | None = None
        self.randomness = Randomness(generator_state(seed, "dropout"))
        self.batches_state = np.array([generator_state(seed, "batches")])
        self._take(network, data, parameters)
        self._new_order()

    def _take(self, network: Network, data: TrainingData, parameters: Mapping[str, Array]) -> None:
        """Take over spec and samples, and build the model with these parameters."""
        self.network = network
        self.loss = network.spec.loss
        self.fused = self.loss.fused_with == network.spec.network.output.activation.kind_name()
        self.batch_size = batch_size(network.spec)
        self.train = samples(data.train_features), samples(data.train_targets)
        self.test = samples(data.test_features), samples(data.test_targets)
        self.model = Model(network, self.randomness)
        self.rules = Rules(network, self.model)
        self.set_parameters(parameters)
        self.optimizer = network.spec.optimizer.torch([self.model.flat])

    def _new_order(self) -> None:
        """Begin an epoch anew, with the samples in their own order before the shuffle."""
        self.order = np.arange(len(self.train[0]))
        self.position = 0

    @property
    def steps_per_epoch(self) -> int:
        """Return the optimizer steps of one epoch."""
        return ceil(len(self.order) / self.batch_size)

    @property
    def steps_to_epoch_end(self) -> int:
        """Return the optimizer steps that are left of the present epoch."""
        return ceil((len(self.order) - self.position) / self.batch_size)

    def take_over(self, network: Network, data: TrainingData) -> None:
        """Take over a spec with the same parameters; the optimizer's state stays where its kind stays."""
        before, after = self.network.spec.optimizer, network.spec.optimizer
        same_samples = len(self.order) == data.train_features.shape[1]
        slots = dict(self.optimizer.state.items())
        self._take(network, data, self.model.read())
        if type(after) is type(before):
            self.optimizer.state[self.model.flat] = next(iter(slots.values()), {})
        if type(after.schedule) is not type(before.schedule):
            self.memory = FIRST_MEMORY
        if not same_samples:
            self._new_order()

    def advance(self, steps: int, distance: int = 1) -> Progress:
        """Do up to so many optimizer steps; measure after every ``distance``-th epoch and after the last."""
        rows: dict[int, Array] = {}
        before = self.epoch
        self.model.training(True)
        for done in range(steps):
            if self.position == 0:
                shuffle(self.order, self.batches_state)
            end = self.position + self.batch_size
            chosen = torch.from_numpy(self.order[self.position : end])
            divergence = self._step(self.train[0][chosen], self.train[1][chosen])
            if divergence:
                if self.epoch > before and self.epoch not in rows:
                    rows[self.epoch] = self.evaluate()
                return Progress(done, self.epoch - before, stacked(rows.values()), divergence)
            self.step += 1
            self.position = end if end < len(self.order) else 0
            if self.position == 0:
                self.epoch += 1
                if self.epoch % distance == 0 or steps - done <= self.steps_per_epoch:
                    rows[self.epoch] = self.evaluate()
                    schedule = self.network.spec.optimizer.schedule
                    self.memory = schedule.after(self.memory, float(rows[self.epoch][schedule.watched()]))
                    self.model.training(True)
        return Progress(steps, self.epoch - before, stacked(rows.values()), None)

    def _step(self, x: Tensor, t: Tensor) -> Divergence | None:
        """Do one optimizer step on a batch, unless its loss or a gradient overflows."""
        gradient = self._backward(x, t, with_penalty=True)
        if not (float(gradient.abs().max()) < OVERFLOW and abs(self.last_loss) < OVERFLOW):
            return self._blame(x)
        self.model.settle()
        self._follow(gradient)
        self.last_batch = Batch(len(x), self.last_loss)
        return None

    def _follow(self, gradient: Tensor) -> None:
        """Take the optimizer step that a gradient asks for."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate
        self.rules.step(self.optimizer, gradient)

    @property
    def optimizer_step(self) -> int:
        """Return the steps in the optimizer's memory, where its rule counts them."""
        return int(self.optimizer.state.get(self.model.flat, {}).get("step", 0))

    @property
    def learning_rate(self) -> float:
        """Return the learning rate of the next step."""
        optimizer = self.network.spec.optimizer
        epoch = self.epoch + self.position / max(1, len(self.order))
        epochs = self.network.spec.training.epochs
        return optimizer.learning_rate * optimizer.schedule.at(epoch, epochs, self.memory)

    def _backward(self, x: Tensor, t: Tensor, with_penalty: bool) -> Tensor:
        """Compute all gradients of the mean loss of a batch; return them as one flat tensor."""
        gradient = self.model.flat.grad
        if gradient is None:
            raise RuntimeError("the flat gradient is part of the model")
        gradient.zero_()
        loss = self.loss.torch_finish(self._losses(x, t).mean())
        self.last_loss = float(loss.detach())
        for penalty in self.model.penalties() if with_penalty else ():
            loss = loss + penalty
        loss.backward()  # type: ignore[no-untyped-call]
        self.rules.cut(gradient)
        return gradient

    def _losses(self, x: Tensor, t: Tensor) -> Tensor:
        """Return the loss of each sample, shape (batch,)."""
        output = self.model.predict(x)
        return self.loss.fused_torch(self.model.logits, t) if self.fused else self.loss.torch(output, t)

    def _blame(self, x: Tensor) -> Divergence:
        """Name the first node whose preactivation overflows, else the first whose gradient does."""
        with torch.no_grad():
            self.model.predict(x)
        for name, module in self.model.modules:
            z = getattr(module, "preactivation", None)
            if z is not None and not bool((z.abs() < OVERFLOW).all()):
                return Divergence(self.step + 1, name, "preactivation")
        for name, gradient in self.model.gradients().items():
            if not bool((np.abs(gradient) < OVERFLOW).all()):
                return Divergence(self.step + 1, name.rpartition(".")[0], "gradient")
        return Divergence(self.step + 1, self.network.output.id, "preactivation")

    def evaluate(self) -> Array:
        """Return the present metrics, shape (4,)."""
        self.model.training(False)
        with torch.no_grad():
            (train_loss, train_accuracy), (test_loss, test_accuracy) = map(
                self._judge, (self.train, self.test)
            )
        return np.array([train_loss, test_loss, train_accuracy, test_accuracy], dtype=np.float32)

    def _judge(self, pairs: tuple[Tensor, Tensor]) -> tuple[float, float]:
        """Return mean loss and accuracy; NaN where there are no samples, or no classes."""
        x, t = pairs
        if not len(x):
            return float("nan"), float("nan")
        loss = float(self.loss.torch_finish(self._losses(x, t).mean()))
        if self.network.task == "regression":
            return loss, float("nan")
        output = self.model.predict(x)
        if self.network.task == "classes":
            right = output.argmax(1) == t.argmax(1)
        else:
            threshold = sum(self.network.target_range()) / 2
            right = (output > threshold).squeeze(1) == (t > threshold).squeeze(1)
        return loss, float(right.float().mean())

    def figures(self) -> Figures:
        """Return the present figures."""
        with torch.no_grad():
            penalty = float(sum(float(penalty) for penalty in self.model.penalties()))
        weights = np.concatenate(
            [values.ravel() for values in self.model.read().values() if values.ndim == 2]
        )
        near = int(np.count_nonzero(np.abs(weights) < NEARLY_ZERO))
        return Figures(penalty, self.learning_rate, near / weights.size)

    def parameters(self) -> dict[str, Array]:
        """Return copies of all parameters."""
        return self.model.read()

    def numbers(self) -> Array:
        """Return a copy of the same numbers one behind another, shape (numbers,)."""
        return np.concatenate([values.ravel() for values in self.model.read().values()])

    def set_parameters(self, values: Mapping[str, Array]) -> None:
        """Overwrite parameters; those of cut connections stay 0."""
        self.model.write(values)
        self.rules.prune()

    def forward(self, features: Array, outputs_only: bool = False) -> Array:
        """Return what every unit, or the output node, gives, shape (units, n)."""
        self._be_looked_at()
        with torch.no_grad():
            if outputs_only:
                return self.model.predict(samples(features)).T.numpy()
            return rows_of(self.model.outputs(samples(features)))

    def picture(
        self, features: Array, low: Array, high: Array, result: NDArray[np.uint8], outputs_only: bool = False
    ) -> None:
        """Write what ``forward`` returns as 0 … 255 between the ends of each unit; see ``Trainer.picture``."""
        values = np.ascontiguousarray(self.forward(features, outputs_only))
        endless = low == high
        sizes = np.empty(len(values), np.float32)
        largest_sizes(values, sizes)
        size = np.maximum(sizes[endless], np.float32(1))
        low[endless], high[endless] = -size, size
        quantize(values, low, high, result)

    def preactivations(self, features: Array) -> Array:
        """Return the weighted sum of every unit that has an activation, of others what they give; (units, n)."""
        self._be_looked_at()
        with torch.no_grad():
            return rows_of(self.model.sums(samples(features)))

    def _be_looked_at(self) -> None:
        """Let every layer do as when the network is used."""
        self.model.training(False)

    def gradients(self) -> dict[str, Array]:
        """Return the gradient of the mean training loss by each parameter."""
        self._be_looked_at()
        if not len(self.train[0]):  # the mean over no samples is no number, and nothing has no slope
            return {name: np.zeros_like(values) for name, values in self.model.read().items()}
        self._backward(*self.train, with_penalty=False)
        return self.model.gradients()

    def sample_losses(self, train: bool) -> Array:
        """Return the loss of each training or test sample with the present weights, shape (samples,)."""
        self.model.training(False)
        with torch.no_grad():
            return self._losses(*(self.train if train else self.test)).numpy()

    def slots(self) -> dict[str, dict[str, Array]]:
        """Return the optimizer's state by parameter and by slot; zero where it has not begun."""
        kind = self.network.spec.optimizer
        state = self.optimizer.state.get(self.model.flat, {})
        nothing = torch.zeros_like(self.model.flat.data)
        kept = {
            slot: self.model.shaped(nothing if state.get(theirs) is None else state[theirs])
            for slot, theirs in zip(kind.slots, kind.torch_slots, strict=True)
        }
        return {name: {slot: values[name] for slot, values in kept.items()} for name in self.model.learned}

    def next_step(self) -> dict[str, Array]:
        """Return what a step along the whole training set's gradient would add to each parameter."""
        self.model.training(False)
        if not len(self.train[0]):
            return {name: np.zeros_like(values) for name, values in self.model.gradients().items()}
        flat = self.model.flat
        kept, slots = flat.data.clone(), self.optimizer.state.get(flat, {})
        copies = {
            name: value.clone() if isinstance(value, Tensor) else value for name, value in slots.items()
        }
        self._follow(self._backward(*self.train, with_penalty=True))
        added = self.model.shaped(flat.data - kept)
        flat.data.copy_(kept)
        self.optimizer.state[flat] = copies
        return added

    def state(self) -> dict[str, NDArray[np.generic]]:
        """Return everything that the next step depends on, beside the spec."""
        slots = self.optimizer.state.get(self.model.flat, {})
        return {
            **self.model.read(),
            **{f"optimizer.{name}": torch.as_tensor(value).numpy().copy() for name, value in slots.items()},
            "order": self.order.copy(),
            "batches_state": self.batches_state.copy(),
            "dropout_state": self.randomness.state.copy(),
            "counters": np.array([self.step, self.position, self.epoch]),
            "schedule": np.array(self.memory),
            "last_batch": np.array(self.last_batch or [], np.float64),
        }

    def state_bytes(self) -> bytes:
        """Return the numbers of ``state``, in its order."""
        return b"".join([values.tobytes() for values in self.state().values()])

    def load(self, state: Mapping[str, NDArray[np.generic]]) -> None:
        """Take over a state."""
        self.model.write({name: np.asarray(state[name], dtype=np.float32) for name in self.model.tensors})
        self.optimizer.state[self.model.flat] = {
            name.removeprefix("optimizer."): torch.from_numpy(np.array(value))
            for name, value in state.items()
            if name.startswith("optimizer.")
        }
        self.order = np.array(state["order"])
        self.batches_state[:] = np.asarray(state["batches_state"])
        self.randomness.state[:] = np.asarray(state["dropout_state"])
        self.step, self.position, self.epoch = (int(number) for number in state["counters"])
        reduced, best, waited = (float(number) for number in state["schedule"])
        self.memory = reduced, best, waited
        batch = state["last_batch"]
        self.last_batch = Batch(int(batch[0]), float(batch[1])) if len(batch) else None


def samples(features: Array) -> Tensor:
    """Return (features, samples) as a tensor of shape (samples, features)."""
    return torch.from_numpy(np.ascontiguousarray(features.T))


def rows_of(values: Iterable[tuple[str, Tensor]]) -> Array:
    """Return values by node, each (samples, …), as rows of units (units of all nodes, samples)."""
    return np.concatenate([value.flatten(1).T.numpy() for _, value in values])


def stacked(rows: Collection[Array]) -> Array:
    """Return rows of metrics as one array, shape (epochs, 4)."""
    return np.array([*rows], dtype=np.float32).reshape(len(rows), len(METRICS))
