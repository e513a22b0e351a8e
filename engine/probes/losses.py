"""The loss of every single sample."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.probes.probe import Payload, Probe
from engine.subject import Subject
from engine.trainers.trainer import Array


class Losses(Probe):
    """The loss of each sample, what they add up to, and the cost of the last batch."""

    kind: Literal["losses"] = "losses"
    title: ClassVar[str] = "Loss of each sample"
    formula: ClassVar[str] = r"L_i = L(a_i, t_i), \quad J = \frac{1}{n} \sum_{i=1}^{n} L_i"
    explanation: ClassVar[str] = (
        "The loss belongs to one sample; the cost is that of many, mostly the mean of their losses. A step makes the "
        "cost of its batch smaller, while single samples in it may well get worse. Samples with a loss far above the "
        "others are the hard ones, or outliers."
    )
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 8.1.1"
    order: ClassVar[int] = 16
    view: ClassVar[str] = "losses"

    def measure(self, subject: Subject) -> Payload:
        """Return the loss of each training and test sample (samples,), both costs and the last batch's."""
        train, test = (subject.trainer.sample_losses(train) for train in (True, False))
        batch = subject.trainer.last_batch
        return {
            "train": train,
            "test": test,
            "cost_train": cost(subject, train),
            "cost_test": cost(subject, test),
            "batch": {"size": batch.size, "cost": batch.cost} if batch else None,
        }


def cost(subject: Subject, losses: Array) -> float | None:
    """Return the cost of a set of samples from their losses, nothing where there are none."""
    if not len(losses):
        return None
    return float(subject.network.spec.loss.finish(float(losses.mean())))
