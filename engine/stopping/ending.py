"""What decides when a run ends, and what it remembers for that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from engine.history import History
from engine.network import Network
from engine.spec import Spec
from engine.stopping import early_stop, rules
from engine.stopping.finish import Finish, diverged
from engine.trainers import Divergence, Trainer
from engine.trainers.trainer import Array


class Ending:
    """The end of one run: whether it has come, and how soon it could.

    Attributes
    ----------
    finished : Finish or None
        Why training is over, where it is.
    last_epoch : int
        The epoch after which it is over in any case.
    watched_from : int
        The epoch from which the rules count.
    past_target : bool
        Whether training went on behind the target, which then counts no more.
    best_epoch, best
        The epoch with the lowest loss since then and its weights, where they may have to be restored.
    restored : int or None
        The epoch whose weights were restored at the end.
    divergence : Divergence or None
        Where the numbers overflowed, if they did.
    """

    def __init__(self, spec: Spec, trainer: Trainer) -> None:
        self.last_epoch = spec.training.epochs
        self.past_target = False
        self.divergence: Divergence | None = None
        self._go_on_from(0, spec, trainer)

    def _go_on_from(self, epoch: int, spec: Spec, trainer: Trainer) -> None:
        """Let the rules begin to count at an epoch."""
        self.finished: Finish | None = None
        self.restored: int | None = None
        self.watched_from = epoch
        self.best_epoch = epoch
        self.best: Mapping[str, Array] | None = trainer.parameters() if _keeps_best(spec) else None

    def go_on(self, epoch: int, spec: Spec, trainer: Trainer) -> None:
        """Go on behind a finish, for as many epochs again."""
        self.past_target = self.past_target or (self.finished is not None and self.finished.cause == "target")
        self.last_epoch = epoch + spec.training.epochs
        self._go_on_from(epoch, spec, trainer)

    def take_over(self, before: Spec, after: Spec, epoch: int, trainer: Trainer) -> None:
        """Take over other settings of training; a finish other than a divergence is lifted."""
        self.last_epoch = max(after.training.epochs, epoch + 1)
        if before.training.target != after.training.target:
            self.past_target = False
        over = self.finished is not None and self.finished.can_go_on
        watches_otherwise = before.training.early_stopping != after.training.early_stopping
        if over or (watches_otherwise and _keeps_best(after)):
            finished = None if over else self.finished
            self._go_on_from(epoch, after, trainer)
            self.finished = finished
        elif watches_otherwise:
            self.best = None

    def next_epoch(self, spec: Spec, history: History) -> int:
        """Return the first epoch after which something may be to do."""
        watched = history.since(self.watched_from)
        left = 1 if self.best is not None else rules.epochs_left(spec, watched, self.past_target)
        return min(history.epoch + left, self.last_epoch)

    def look(self, spec: Spec, history: History, trainer: Trainer) -> None:
        """Decide after an epoch whether training is over, and restore the best weights where that is asked for."""
        watched, epoch = history.since(self.watched_from), history.epoch
        if self.best is not None and spec.training.early_stopping:
            best = early_stop.best_epoch(spec.training.early_stopping, watched)
            if best is not None and best == len(watched) - 1:
                self.best_epoch, self.best = epoch, trainer.parameters()
        self.finished = rules.check(spec, watched, epoch, self.last_epoch, self.past_target)
        if self.finished and self.finished.cause == "early_stopping" and self.best is not None:
            trainer.set_parameters(self.best)
            self.restored = self.best_epoch
            reason = f"{self.finished.reason[:-1]}; the weights of epoch {self.restored:,} are restored."
            self.finished = replace(self.finished, reason=reason)

    def diverged(self, divergence: Divergence, network: Network) -> None:
        """Note that the numbers overflowed."""
        self.divergence = divergence
        self.finished = diverged(divergence, network)

    def document(self) -> dict[str, Any]:
        """Return everything but the best weights as JSON."""
        return {
            "finished": self.finished.document() if self.finished else None,
            "last_epoch": self.last_epoch,
            "patient_from": self.watched_from,
            "past_target": self.past_target,
            "best_epoch": self.best_epoch,
            "restored": self.restored,
            "divergence": asdict(self.divergence) if self.divergence else None,
        }

    def load(self, document: Mapping[str, Any], best: Mapping[str, Array]) -> None:
        """Take over what ``document`` said, with the best weights where there are some."""
        self.finished = Finish(**document["finished"]) if document["finished"] else None
        self.last_epoch = document["last_epoch"]
        self.watched_from = document["patient_from"]
        self.past_target = document["past_target"]
        self.best_epoch = document["best_epoch"]
        self.restored = document["restored"]
        place = document.get("divergence")
        self.divergence = Divergence(**place) if place else None
        self.best = best or None


def _keeps_best(spec: Spec) -> bool:
    rule = spec.training.early_stopping
    return rule is not None and rule.restore_best
