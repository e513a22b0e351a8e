"""All rules that a spec has for stopping, taken together."""

from __future__ import annotations

from engine.spec import Spec
from engine.stopping import early_stop, plateau, target
from engine.stopping.finish import Finish, epochs_done
from engine.trainers.trainer import Array


def watches_every_epoch(spec: Spec) -> bool:
    """Tell whether something that decides about training looks at the metrics of every epoch."""
    training, schedule = spec.training, spec.optimizer.schedule
    watching = (training.early_stopping, training.target, training.plateau, schedule.watched_metric())
    return any(rule is not None for rule in watching)


def epochs_left(spec: Spec, rows: Array, past_target: bool) -> int:
    """Return the least number of epochs after which any rule could stop.

    ``rows`` are the metrics since the rules began to watch, shape (epochs, 4).
    """
    training = spec.training
    left = [training.epochs]
    if training.early_stopping:
        left.append(early_stop.epochs_left(training.early_stopping, rows))
    if training.target and not past_target:
        left.append(target.epochs_left(training.target, rows))
    if training.plateau:
        left.append(plateau.epochs_left(training.plateau, rows))
    return min(left)


def check(spec: Spec, rows: Array, epoch: int, last_epoch: int, past_target: bool) -> Finish | None:
    """Return the finish of a run after an epoch: a target that is reached comes first, the last epoch last."""
    training = spec.training
    finish = None
    if training.target and not past_target:
        finish = target.check(training.target, rows)
    if finish is None and training.early_stopping:
        finish = early_stop.check(training.early_stopping, rows)
    if finish is None and training.plateau:
        finish = plateau.check(training.plateau, rows)
    return finish or epochs_done(epoch, last_epoch)
