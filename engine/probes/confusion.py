"""Which class is taken for which."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.datasets import Samples
from engine.network.describe import class_labels
from engine.probes.probe import Payload, Probe
from engine.subject import Subject
from engine.trainers.trainer import Array


class Confusion(Probe):
    """How many samples of each class are predicted to be of each class."""

    kind: Literal["confusion"] = "confusion"
    title: ClassVar[str] = "Confusion matrix"
    formula: ClassVar[str] = r"C_{kl} = |\{i : t_i = k, \hat{t}_i = l\}|"
    explanation: ClassVar[str] = (
        "A row for each true class, a column for each predicted one. What stands on the diagonal is right; every "
        "other number says which class was taken for which other, and how often."
    )
    source: ClassVar[str] = "Fawcett, An introduction to ROC analysis (2006), section 2"
    order: ClassVar[int] = 25
    view: ClassVar[str] = "confusion"

    def measure(self, subject: Subject) -> Payload:
        """Return the counts (true, predicted) of both sets, and each sample's predicted class; none in regression."""
        prepared = subject.prepared
        labels = class_labels(subject.network)
        train, train_predicted = judged(subject, prepared.train, prepared.data.train_features, len(labels))
        test, test_predicted = judged(subject, prepared.test, prepared.data.test_features, len(labels))
        return {
            "labels": labels,
            "train": train,
            "test": test,
            "train_predicted": train_predicted,
            "test_predicted": test_predicted,
        }


Counts = NDArray[np.uint32]


def judged(subject: Subject, samples: Samples, features: Array, classes: int) -> tuple[Counts, Counts]:
    """Return counts (true, predicted) and the predicted class of each sample; nothing where there are no classes."""
    if not classes:
        return np.zeros((0, 0), np.uint32), np.zeros(0, np.uint32)
    predicted = predicted_classes(subject, features)
    counts = np.zeros((classes, classes), np.uint32)
    np.add.at(counts, (samples.targets.astype(np.int64), predicted), 1)
    return counts, predicted.astype(np.uint32)


def predicted_classes(subject: Subject, features: Array) -> NDArray[np.int64]:
    """Return the class that the network gives each sample, by the rule that the accuracy counts by."""
    outputs = subject.trainer.forward(features, outputs_only=True)
    if subject.network.task == "classes":
        return np.asarray(outputs.argmax(axis=0), np.int64)
    return np.asarray(outputs[0] > sum(subject.network.target_range()) / 2, np.int64)
