"""Loss and accuracy over the epochs."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.concepts import parameter
from engine.history import Epochs
from engine.probes.probe import Payload, Probe
from engine.subject import Subject
from engine.trainers.trainer import METRICS, Array


class HistoryProbe(Probe):
    """The metrics of the epochs since the last look, thinned for a curve."""

    kind: Literal["history"] = "history"
    title: ClassVar[str] = "Loss curves"
    formula: ClassVar[str] = r"t \mapsto \bar{L}_t"
    explanation: ClassVar[str] = (
        "Loss and accuracy after each epoch, in a long training after some of them. Training loss that falls while "
        "test loss rises is overfitting."
    )
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.8"
    order: ClassVar[int] = 15
    view: ClassVar[str] = "curves"

    points: int = parameter(
        512, title="Points", description="About how many points the whole curve may have.", low=16, high=4096
    )

    def measure(self, subject: Subject) -> Payload:
        """Return the rows from epoch ``from`` on: whoever looks drops what it has from there, and appends."""
        first, epochs, columns = self.curves(subject)
        payload: Payload = {"from": first, "epoch": epochs}
        payload.update(zip(METRICS, columns, strict=True))
        return payload

    def curves(self, subject: Subject) -> tuple[int, Epochs, Array]:
        """Return the first epoch, the epochs and their ``METRICS``, shape (4, epochs)."""
        history = subject.history
        last = history.epoch
        stride = 1 << (last // self.points).bit_length()
        first = min(subject.history_from, last)
        first -= first % max(stride, history.distance)
        epochs, columns = history.thinned(first, stride)
        return first, epochs, columns
