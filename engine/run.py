"""A live training: a spec, its network, the trainer at work, and what it remembers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, TypeVar

import numpy as np

from engine.errors import CommandError, SnapshotError
from engine.history import History
from engine.network import Network, check_samples, plan, plan_again, prepare
from engine.observation import Observation
from engine.probes import Payload, Probe, read_probe
from engine.snapshot import Snapshot, StatePacker, join_history, pack_history, unpack
from engine.spec import Spec, is_live, read_spec
from engine.stopping import Ending, Finish, rules
from engine.trainers import Divergence, Trainer
from engine.trainers.choice import make_trainer
from engine.trainers.trainer import METRICS, Figures

Settled = TypeVar("Settled")

FIGURES = (*METRICS, *Figures._fields)

NOW = 0
"""No epoch that is still to come: what comes next has to be found anew."""

MOST_SETTLED = 8
"""The plot, the units' maps, the weights and all together have something each, in two details where a machine is just
busy enough; what is older is of options that somebody moved away from."""


@dataclass(frozen=True)
class Change:
    """What a new spec did to a run: whether it started again, and why."""

    restarted: bool
    message: str | None


class Run:
    """A live training of one spec.

    What it computes depends on the spec and on the number of steps alone: not on time, on how the steps are
    split over calls, or on what was measured in between.
    """

    def __init__(self, spec: Spec) -> None:
        self.data_version = 0
        self.history_from = 0
        self._packer = StatePacker()
        self._start(spec)

    def _start(self, spec: Spec) -> None:
        """Begin at step 0 of a spec."""
        self.spec = spec
        self._next_look = NOW
        self._observation: Observation | None = None
        self.kept: dict[str, Any] = {}
        self._take(plan(spec))
        parameters = self.network.initial_parameters()
        self.trainer: Trainer = make_trainer(self.network, self.prepared.data, parameters)
        size = sum(values.nbytes for values in parameters.values())
        self.history = History(self.trainer.evaluate(), size, rules.watches_every_epoch(spec))
        self.history.keep(0, parameters)
        self.ending = Ending(spec, self.trainer)

    def _take(self, network: Network) -> None:
        """Take over a network and draw its data."""
        self.network = network
        self.prepared = prepare(network)
        self.data_version += 1
        self._settled: dict[int, tuple[object, Any]] = {}

    @property
    def finished(self) -> Finish | None:
        """Return why training is over, where it is."""
        return self.ending.finished

    @property
    def divergence(self) -> Divergence | None:
        """Return where the numbers overflowed, if they did."""
        return self.ending.divergence

    @property
    def step(self) -> int:
        """Return the optimizer steps so far."""
        return self.trainer.step

    @property
    def epoch(self) -> int:
        """Return the epochs that ended so far."""
        return self.history.epoch

    @property
    def steps_per_epoch(self) -> int:
        """Return the optimizer steps of one epoch."""
        return self.trainer.steps_per_epoch

    def advance(self, steps: int) -> int:
        """Do at most so many optimizer steps, fewer where training finishes; return the steps done.

        Raises
        ------
        CommandError
            Where there is nothing to train on.
        """
        total = 0
        while total < steps and self.ending.finished is None:
            if self.epoch >= self._next_look:
                check_samples(self.spec)
                self._next_look = min(
                    self.history.next_moment(self.epoch), self.ending.next_epoch(self.spec, self.history)
                )
            total += self._advance(min(steps - total, self.steps_to(self._next_look)))
        return total

    def _advance(self, steps: int) -> int:
        """Do so many steps, at most up to the next epoch at which something is to be decided or kept."""
        self._observation = None
        progress = self.trainer.advance(steps, self.history.distance)
        self.history.append(progress.epochs, progress.rows)
        if progress.divergence:
            if self.epoch % self.history.distance:  # then its own weights may be gone
                self.history.correct(self.trainer.evaluate())
            self.ending.diverged(progress.divergence, self.network)
        elif self.epoch == self._next_look:
            if self.history.next_moment(self.epoch - 1) == self.epoch:
                self.history.keep(self.epoch, self.trainer.parameters())
            self.ending.look(self.spec, self.history, self.trainer)
        return progress.steps

    def advance_epochs(self, epochs: int) -> int:
        """Go on until so many more epochs have ended; return the steps done."""
        return self.advance(self.steps_to(self.epoch + epochs))

    def steps_to(self, epoch: int) -> int:
        """Return the optimizer steps until the given epoch has ended."""
        return self.trainer.steps_to_epoch_end + (epoch - self.epoch - 1) * self.steps_per_epoch

    def go_on(self) -> None:
        """Train for as many epochs again, with new patience, behind a finish that is no divergence."""
        if self.finished and not self.finished.can_go_on:
            raise CommandError(
                "This training diverged and cannot go on.", "Reset it, and try a lower learning rate."
            )
        if self.finished:
            self.ending.go_on(self.epoch, self.spec, self.trainer)
            self._next_look = NOW

    def reset(self) -> None:
        """Go back to the same start."""
        self._start(self.spec)

    def reconfigure(self, spec: Spec) -> Change:
        """Take over another spec, live where that is possible, else from its start."""
        if not is_live(self.spec, spec):
            self._start(spec)
            return Change(True, "This change needs a new start: training begins again from the same seed.")
        network, known = plan_again(self.network, spec), self.network
        before, self.spec = self.spec, spec
        self._next_look = NOW
        self._observation = None
        if spec.data == before.data:
            self.network = network
            if network.nodes is not known.nodes:
                self._settled.clear()
        else:
            self._take(network)
        self.trainer.take_over(network, self.prepared.data)
        if spec.data != before.data:
            self.history.correct(self.trainer.evaluate())
        self.history.keeps_all = rules.watches_every_epoch(spec)
        if spec.training != before.training:
            self.ending.take_over(before, spec, self.epoch, self.trainer)
        return Change(False, None)

    def edit_parameter(self, node: str, name: str, index: tuple[int, ...], value: float) -> None:
        """Set one number of a parameter, such as weight (out, in) of node ``layers.0``.

        Raises
        ------
        CommandError
            Where there is no such parameter or place, or the value is not finite.
        """
        full = f"{node}.{name}"
        kept = self.network.kept()
        values = {key: value for key, value in self.trainer.parameters().items() if key not in kept}
        if full not in values:
            raise CommandError(f'There is no parameter "{full}" to set.', f"Parameters: {', '.join(values)}.")
        if not np.isfinite(value) or abs(value) > 1e6:
            raise CommandError(
                f"A parameter must lie within ±1,000,000; got {value}.", "Give a smaller number."
            )
        shape = values[full].shape
        if len(index) != len(shape) or any(not 0 <= i < size for i, size in zip(index, shape, strict=False)):
            raise CommandError(
                f"{full} has shape {shape}; got the place {index}.", "Give a place within the shape."
            )
        values[full][index] = value
        self._observation = None
        self.trainer.set_parameters({full: values[full]})

    def settled(self, owner: object, make: Callable[[], Settled]) -> Settled:
        """Return what ``make`` gives, made once for an owner as long as network and data stay what they are."""
        kept = self._settled.get(id(owner))
        if kept is None:
            while len(self._settled) >= MOST_SETTLED:
                self._settled.pop(next(iter(self._settled)))
            # The owner is kept as well: as long as it lives nobody else has its number.
            kept = self._settled[id(owner)] = owner, make()
        made: Settled = kept[1]
        return made

    @property
    def observation(self) -> Observation:
        """Return what can be seen of the network now; the same until something changes."""
        if self._observation is None:
            self._observation = Observation(self.network, self.prepared.data, self.trainer, self.kept)
        return self._observation

    def metrics(self) -> dict[str, float | None]:
        """Return loss and accuracy after the last full epoch, or of the epoch whose weights were restored.

        Penalty, learning rate and sparsity are those of the moment; None where there is no such figure.
        """
        restored = self.ending.restored
        row = self.history.last if restored is None else self.history.at(restored)
        values = [value if isfinite(value) else None for value in row.tolist()]
        return dict(zip(FIGURES, (*values, *self.trainer.figures()), strict=True))

    def look(self, probes: Mapping[str, Probe], history_from: int = 0) -> dict[str, Payload]:
        """Return what probes see; ``history_from`` is the first epoch that whoever looks has not yet seen.

        Networks that diverged are worth seeing, too: with these, numpy is to be told to ignore what overflows, once for
        many looks.
        """
        self.history_from = history_from
        return {name: probe.measure(self) for name, probe in probes.items()}

    def measure(self, watched: Mapping[str, Mapping[str, Any]], history_from: int = 0) -> dict[str, Any]:
        """Return epoch, step, metrics and what each watched probe sees; ``watched`` has options by the probe's name."""
        probes = {name: read_probe(name, options) for name, options in watched.items()}
        with np.errstate(invalid="ignore", over="ignore"):
            return self.measured(self.look(probes, history_from))

    def measured(self, seen: Mapping[str, Payload]) -> dict[str, Any]:
        """Return epoch, step and metrics with what probes saw."""
        return {"epoch": self.epoch, "step": self.step, "metrics": self.metrics(), "probes": seen}

    def snapshot(self, since: int = 0) -> Snapshot:
        """Return everything needed to go on bit-identically, of the history only from an epoch on."""
        ending = self.ending
        state = self._packer.pack(
            self.network, ending.document(), self.epoch, self.trainer, ending.best or {}
        )
        return Snapshot(state, (pack_history(self.history, since),))

    @classmethod
    def restore(cls, snapshot: Snapshot) -> Run:
        """Return the run that ``snapshot`` saved; raise SnapshotError where the bytes are none."""
        saved = unpack(snapshot.state)
        run = cls(read_spec(saved.spec))
        history = join_history(snapshot.history, run.history.moments[0], saved.epoch)
        try:
            run.trainer.load(saved.state)
            run.ending.load(saved.extra, saved.best)
        except (KeyError, ValueError, TypeError) as error:
            raise SnapshotError("This snapshot belongs to another network.", "Start the run anew.") from error
        run.history = history
        run.history.keeps_all = rules.watches_every_epoch(run.spec)
        return run
