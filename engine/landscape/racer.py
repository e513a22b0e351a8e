"""Another optimizer, from the same start over the same ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.history import History
from engine.landscape.flat import Layout
from engine.landscape.trail import Trail
from engine.landscape.work import step_work
from engine.network import Network, TrainingData
from engine.optimizers import Optimizer
from engine.trainers.choice import make_trainer
from engine.trainers.trainer import Array


class Racer:
    """The network of a run, trained by another optimizer on the same batches, beside the run."""

    def __init__(
        self,
        network: Network,
        data: TrainingData,
        optimizer: Optimizer,
        start: Mapping[str, Array],
        layout: Layout,
    ) -> None:
        self.optimizer = optimizer
        spec = network.spec.model_copy(update={"optimizer": optimizer})
        without_test = replace(
            data, test_features=data.test_features[:, :0], test_targets=data.test_targets[:, :0]
        )
        self._trainer = make_trainer(replace(network, spec=spec), without_test, start)
        self.history = History(
            self._trainer.evaluate(),
            sum(values.nbytes for values in start.values()),
            keeps_all=optimizer.schedule.watched_metric() is not None,
        )
        self.history.keep(0, start)
        self.diverged = False
        self.trail = Trail(layout)
        samples = data.train_features.shape[1]
        self._step_work = step_work(network, -(-samples // self._trainer.steps_per_epoch))
        self._epoch_work = network.multiply_adds * samples
        self._credit = 0

    @property
    def step(self) -> int:
        """Return the optimizer steps so far."""
        return self._trainer.step

    @property
    def epoch(self) -> int:
        """Return the epochs that ended so far."""
        return self.history.epoch

    def go_on(self, step: int, work: int) -> None:
        """Train until a step, as far as so many multiply-adds go; what is too little for a step is saved up."""
        trainer = self._trainer
        each = self._step_work + self._epoch_work // trainer.steps_per_epoch
        self._credit = min(self._credit + work, max(work, each))
        while self.step < step and not self.diverged and self._credit >= each:
            before = self.step
            target = self.history.next_moment(self.epoch)
            to_moment = trainer.steps_to_epoch_end + (target - self.epoch - 1) * trainer.steps_per_epoch
            steps = min(self._credit // each, to_moment, step - before)
            progress = trainer.advance(steps, self.history.distance)
            self.history.append(progress.epochs, progress.rows)
            self.diverged = progress.divergence is not None
            if self.epoch == target:
                self.history.keep(target, trainer.parameters())
            self._credit -= (self.step - before) * self._step_work + len(progress.rows) * self._epoch_work
        self.trail.take(self.history, trainer.parameters())
