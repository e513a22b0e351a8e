"""The figures of the moment."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.probes.probe import Payload, Probe
from engine.subject import Subject


class Metrics(Probe):
    """Loss and accuracy now; every frame carries them, so that there is nothing to add."""

    kind: Literal["metrics"] = "metrics"
    title: ClassVar[str] = "Loss and accuracy"
    formula: ClassVar[str] = r"\bar{L} = \frac{1}{n} \sum_{i=1}^{n} L(a_i, t_i)"
    explanation: ClassVar[str] = (
        "The mean loss over all training and all test samples, and the share of samples that is classified "
        "rightly."
    )
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 5.1.2"
    order: ClassVar[int] = 5
    view: ClassVar[str] = "metrics"

    def measure(self, subject: Subject) -> Payload:
        """Return nothing: the metrics are part of the frame itself."""
        return {}
